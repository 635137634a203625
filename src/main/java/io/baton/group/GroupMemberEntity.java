package io.baton.group;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** A user whom an admin has put into a group. */
@Entity
@Immutable
@IdClass(GroupMemberEntity.Key.class)
@Table(name = "user_group_member")
class GroupMemberEntity {
    record Key(int groupId, String userId) {}

    @Id
    @Column(name = "group_id")
    int groupId;

    @Id
    @Column(name = "user_id")
    String userId;

    @Column(name = "added_at", nullable = false)
    Instant addedAt;

    @Column(name = "added_by", nullable = false)
    String addedBy;

    protected GroupMemberEntity() {}
}
