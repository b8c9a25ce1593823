import type { HostTree } from '@iopath/host-facts';

/** Where distributions and deployment tools lay the configuration of ML2/OVS's agent. */
const AGENT_FILES: readonly string[] = [
  '/etc/neutron/plugins/ml2/openvswitch_agent.ini',
  '/etc/neutron/plugins/ml2/ml2_conf.ini',
  '/etc/kolla/neutron-openvswitch-agent/ml2_conf.ini',
  '/var/lib/config-data/puppet-generated/neutron/etc/neutron/plugins/ml2/openvswitch_agent.ini',
];

/**
 * Physical networks by bridge: as OVN's controller has them (`external_ids:ovn-bridge-mappings`), else as ML2/OVS's agent
 * (`[ovs]bridge_mappings`); in both a list of `physnet:bridge`.
 */
export function bridgeMappings(tree: HostTree, ofOvn: string): ReadonlyMap<string, string> {
  const mapped = readMappings(ofOvn);
  if (mapped.size > 0) return mapped;
  for (const file of AGENT_FILES) {
    const line = /^[ \t]*bridge_mappings[ \t]*=(.*)$/m.exec(tree.read(file) ?? '');
    if (line !== null) return readMappings(line[1] ?? '');
  }
  return new Map();
}

function readMappings(text: string): ReadonlyMap<string, string> {
  const pairs = text.split(',').map((pair) => pair.trim().split(':', 2));
  const whole = pairs.filter((pair): pair is [string, string] => pair.length === 2 && !pair.includes(''));
  return new Map(whole.map(([physicalNetwork, bridge]) => [bridge.trim(), physicalNetwork.trim()]));
}
