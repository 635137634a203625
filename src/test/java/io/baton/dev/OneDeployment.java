package io.baton.dev;

import org.jboss.arquillian.container.spi.client.deployment.Deployment;
import org.jboss.arquillian.container.spi.client.deployment.DeploymentDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.context.annotation.DeploymentScoped;
import org.jboss.arquillian.container.spi.event.DeployDeployment;
import org.jboss.arquillian.container.spi.event.UnDeployDeployment;
import org.jboss.arquillian.core.api.InstanceProducer;
import org.jboss.arquillian.core.api.annotation.Inject;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.EventContext;
import org.jboss.arquillian.core.spi.LoadableExtension;

/** All test classes that run inside the server deploy the same WAR: the first one does, and the others find it there. */
public final class OneDeployment implements LoadableExtension {
    /** After the observer that makes {@link DeploymentScoped} work. */
    private static final int LATE = -100;

    @Override
    public void register(ExtensionBuilder builder) {
        builder.observer(Once.class);
    }

    /** Sets what Arquillian sets when it deploys: it runs a test in the server only where it knows of a deployment. */
    public static final class Once {
        @Inject
        @DeploymentScoped
        private InstanceProducer<DeploymentDescription> description;

        @Inject
        @DeploymentScoped
        private InstanceProducer<Deployment> deployment;

        @Inject
        @DeploymentScoped
        private InstanceProducer<ProtocolMetaData> address;

        private ProtocolMetaData known;

        public void deploy(@Observes(precedence = LATE) EventContext<DeployDeployment> deploying) {
            if (known == null) {
                deploying.proceed();
                known = address.get();
                return;
            }
            var same = deploying.getEvent().getDeployment();
            description.set(same.getDescription());
            deployment.set(same);
            address.set(known);
            same.deployed();
        }

        /** It ends with the server. */
        public void keep(@Observes(precedence = LATE) EventContext<UnDeployDeployment> undeploying) {
            undeploying.getEvent().getDeployment().undeployed();
        }
    }
}
