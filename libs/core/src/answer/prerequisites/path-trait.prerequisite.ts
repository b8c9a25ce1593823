import type { NicPathName } from '../../io-path/io-path';
import type { Candidate } from '../../planning/search/evaluate-host';
import type { OperatorPrerequisite } from '../../planning/decision';
import type { PrerequisitesOf } from './prerequisite';

/** Paths that the host decides on and no request can state (handbook 0.2, facts 1 and 2). */
const HOST_DECIDES: ReadonlySet<NicPathName> = new Set<NicPathName>(['virtio', 'vhost_net', 'vhost_user']);

/**
 * What makes such a path hold, at boot and after every move: a trait on the hosts that give it, required by the flavor.
 * Placement then offers no other host; no scheduler filter is needed (handbook 1.4).
 */
export const pathTrait: PrerequisitesOf = ({ host, assignment: { nics } }) => {
  const decided = [...new Set(nics.map(({ path }) => path.name).filter((name) => HOST_DECIDES.has(name)))];
  return decided.map((name) => traitFor(name, host));
};

function traitFor(path: NicPathName, { inventory, hostName }: Candidate['host']): OperatorPrerequisite {
  const trait = `CUSTOM_IOPATH_${path.toUpperCase()}`;
  return {
    code: 'nova.path_trait',
    what: `Nova cannot be asked for ${path}: a trait on ${hostName} and its like, which the flavor requires, keeps the VM on hosts that give it`,
    snippet: [
      '# /etc/nova/provider_config/iopath.yaml on these hosts',
      'meta: {schema_version: "1.0"}',
      'providers:',
      `  - {identification: {uuid: $COMPUTE_NODE}, traits: {additional: [${trait}]}}`,
      '# and then',
      `openstack flavor set <the flavor> --property trait:${trait}=required`,
      '# or, with AggregateInstanceExtraSpecsFilter enabled, an aggregate',
      `openstack aggregate create --property iopath=${path} iopath-${path}`,
      `openstack aggregate add host iopath-${path} ${hostName}`,
      `openstack flavor set <the flavor> --property aggregate_instance_extra_specs:iopath=${path}`,
    ].join('\n'),
    met: inventory.traits === null ? null : inventory.traits.includes(trait),
  };
}
