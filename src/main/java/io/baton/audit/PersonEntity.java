package io.baton.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** Somebody who is in records. All but the id is null once the person was erased; name and address are empty where not known. */
@Entity
@Immutable
@Table(name = "audit_person")
class PersonEntity {
    @Id
    UUID id;

    @Column(name = "user_id")
    String userId;

    String name;

    String address;

    protected PersonEntity() {}
}
