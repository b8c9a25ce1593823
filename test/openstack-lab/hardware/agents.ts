import type { Inventory } from '@iopath/core';

/** What an agent of Neutron says in its heartbeat. */
export interface AgentReport {
  readonly binary: string;
  readonly agent_type: string;
  readonly host: string;
  readonly topic: 'N/A';
  readonly configurations: Readonly<Record<string, unknown>>;
}

const KBPS_PER_MBPS = 1000;
const INTEGRATION_BRIDGE = 'br-int';

/** The agents of a host: one for its NICs with a physical network, one for its Open vSwitch where it has bridges. */
export function agentsOf(host: string, inventory: Inventory): readonly AgentReport[] {
  const nics = nicAgent(host, inventory);
  const bridges = bridgeAgent(host, inventory);
  return [...(nics === null ? [] : [nics]), ...(bridges === null ? [] : [bridges])];
}

function nicAgent(host: string, { pfs }: Inventory): AgentReport | null {
  const mappings: Record<string, string[]> = {};
  const bandwidths: Record<string, number | null> = {};
  for (const { physicalNetwork, ifname, linkSpeedMbps } of pfs) {
    if (physicalNetwork === null || ifname === null) continue;
    (mappings[physicalNetwork] ??= []).push(ifname);
    bandwidths[ifname] = linkSpeedMbps;
  }
  if (Object.keys(mappings).length === 0) return null;
  return {
    binary: 'neutron-sriov-nic-agent',
    agent_type: 'NIC Switch agent',
    host,
    topic: 'N/A',
    configurations: { device_mappings: mappings, devices: 0, extensions: ['qos'], ...bandwidth(host, bandwidths) },
  };
}

function bridgeAgent(host: string, { bridges }: Inventory): AgentReport | null {
  const mappings: Record<string, string> = {};
  const bandwidths: Record<string, number | null> = {};
  for (const { name, physicalNetwork, uplinkMbps } of bridges) {
    if (physicalNetwork === null) continue;
    mappings[physicalNetwork] = name;
    bandwidths[name] = uplinkMbps;
  }
  if (Object.keys(mappings).length === 0) return null;
  return {
    binary: 'neutron-openvswitch-agent',
    agent_type: 'Open vSwitch agent',
    host,
    topic: 'N/A',
    configurations: {
      bridge_mappings: mappings,
      datapath_type: bridges.some(({ datapath }) => datapath === 'netdev') ? 'netdev' : 'system',
      integration_bridge: INTEGRATION_BRIDGE,
      tunnel_types: [],
      tunneling_ip: null,
      l2_population: false,
      extensions: ['qos'],
      ovs_hybrid_plug: false,
      ...bandwidth(host, bandwidths),
    },
  };
}

/** What Neutron's `placement` plugin makes nested providers of (`neutron/services/placement_report/plugin.py`). */
function bandwidth(host: string, speeds: Readonly<Record<string, number | null>>): Readonly<Record<string, unknown>> {
  const known = Object.entries(speeds).flatMap(([device, mbps]) => (mbps === null ? [] : [[device, mbps] as const]));
  return {
    resource_provider_bandwidths: Object.fromEntries(
      known.map(([device, mbps]) => [device, { egress: mbps * KBPS_PER_MBPS, ingress: mbps * KBPS_PER_MBPS }]),
    ),
    resource_provider_inventory_defaults: { allocation_ratio: 1, min_unit: 1, step_size: 1, reserved: 0 },
    resource_provider_hypervisors: Object.fromEntries(known.map(([device]) => [device, host])),
  };
}
