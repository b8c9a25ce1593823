import type { NetworkAgent } from '@iopath/core';
import type { WireRecord } from '../wire/wire-record';

export function readAgent(agent: WireRecord): NetworkAgent {
  // What an agent reports of itself: other types say other things here.
  const configurations = agent.recordOrNull('configurations');
  return {
    id: agent.text('id'),
    agentType: agent.text('agent_type'),
    host: agent.text('host'),
    alive: agent.flag('alive'),
    adminStateUp: agent.flag('admin_state_up', true),
    deviceMappings: deviceMappings(configurations),
    bridgeMappings: configurations?.textMap('bridge_mappings') ?? {},
    heartbeatAtMs: agent.timeMsOrNull('heartbeat_timestamp'),
  };
}

/** Physical network -> interfaces: a list each; one name in agents of before Newton. */
function deviceMappings(configurations: WireRecord | null): Readonly<Record<string, readonly string[]>> {
  const mappings = configurations?.recordOrNull('device_mappings') ?? null;
  if (mappings === null) return {};
  return Object.fromEntries(
    mappings
      .keys()
      .map((network) => [network, mappings.isText(network) ? [mappings.text(network)] : mappings.texts(network)]),
  );
}
