import type { Artifact, ArtifactFormat, ArtifactSource, RenderArtifact } from './artifact';
import { openstackCommands } from './cli/openstack-commands';
import { heatTemplate } from './heat/heat-template';
import { domainXml } from './libvirt/domain-xml';
import { novaConf } from './nova-conf/nova-conf';
import { pythonScript } from './openstacksdk/python-script';
import { terraformConfiguration } from './terraform/terraform-configuration';

const RENDERERS: Readonly<Record<ArtifactFormat, RenderArtifact>> = {
  cli: openstackCommands,
  heat: heatTemplate,
  terraform: terraformConfiguration,
  libvirt: domainXml,
  nova_conf: novaConf,
  openstacksdk: pythonScript,
};

/**
 * The recommendation in the words of one tool. Names that users gave are quoted as the tool's language wants it: none can
 * end its text, or become a command, a template or a markup.
 */
export function renderArtifact(format: ArtifactFormat, source: ArtifactSource): Artifact {
  return RENDERERS[format](source);
}
