import type { CloudPort } from '../../cloud/cloud-records';
import { isOnHost } from '../../reconcile/match-servers';
import { isAtRest } from '../../reconcile/server-phase';
import { cloudFinding, type DriftFinding } from '../drift-finding';
import type { ComparedHost } from '../host-views';

const NETWORK_CLASSES = /^NET_(?:BW|PACKET_RATE)_/u;

/**
 * Bandwidth and packets that Placement holds for a server, and none of its ports has from that provider: the port was
 * deleted while it was bound, and nobody gave its share back (Neutron bug 1820588). A port names its providers in
 * `binding:profile`, `allocation` (`nova/network/neutron.py`).
 */
export function bandwidthLeaked({ hostName, cloud }: ComparedHost): readonly DriftFinding[] {
  const names = new Map((cloud.providers ?? []).map(({ provider }) => [provider.uuid, provider.name]));
  return cloud.servers
    .filter(({ server }) => isOnHost(server, hostName) && isAtRest(server))
    .flatMap(({ server, ports, allocations }) => {
      const used = new Set(ports.flatMap(providersOf));
      return (allocations ?? []).flatMap(({ providerUuid, resources }) => {
        const classes = Object.keys(resources).filter((name) => NETWORK_CLASSES.test(name));
        if (classes.length === 0 || used.has(providerUuid)) return [];
        const amounts = classes.map((name) => `${name}=${resources[name] ?? 0}`).join(' ');
        const detail = `Server ${server.id} holds ${amounts} of ${names.get(providerUuid) ?? providerUuid}, and no port of it has that.`;
        const options = classes.map((name) => `--resource-class ${name}`).join(' ');
        const commands = [
          `openstack resource provider allocation unset --provider ${providerUuid} ${options} ${server.id}`,
        ];
        const subject = { kind: 'allocation', id: `${server.id} ${providerUuid}` } as const;
        return [cloudFinding('bandwidth_leaked', hostName, subject, { detail, commands })];
      });
    });
}

/** One provider in the old form of the resource request; one a group in the new one (`port-resource-request-groups`). */
function providersOf({ bindingProfile }: CloudPort): readonly string[] {
  const { allocation } = bindingProfile;
  if (typeof allocation === 'string') return [allocation];
  if (typeof allocation !== 'object' || allocation === null) return [];
  return Object.values(allocation).filter((provider): provider is string => typeof provider === 'string');
}
