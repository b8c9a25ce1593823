import type { OpenStackSession } from '../client/session';
import type { LabHost } from '../hardware/host-document';

interface AggregateRecord {
  readonly id: number;
  readonly name: string;
  readonly hosts: readonly string[];
}

/** Nova's zone of hosts that are in none. */
const DEFAULT_ZONE = 'nova';

/** Host aggregates and availability zones as the documents have them; those that nobody is in any more go. */
export async function setAggregates(admin: OpenStackSession, hosts: readonly LabHost[]): Promise<void> {
  const wanted = new Map<string, { readonly zone: string | null; readonly hosts: string[] }>();
  const put = (name: string, zone: string | null, host: string): void => {
    const aggregate = wanted.get(name) ?? { zone, hosts: [] };
    aggregate.hosts.push(host);
    wanted.set(name, aggregate);
  };
  for (const { name, inventory } of hosts) {
    for (const aggregate of inventory.aggregates) put(aggregate, null, name);
    const zone = inventory.availabilityZone;
    if (zone !== null && zone !== DEFAULT_ZONE) put(`zone-${zone}`, zone, name);
  }
  const { aggregates } = await admin.get('compute', '/os-aggregates');
  const existing = aggregates as AggregateRecord[];
  const act = (id: number, what: 'add_host' | 'remove_host', host: string) =>
    admin.post('compute', `/os-aggregates/${id}/action`, { [what]: { host } });
  for (const { id, name, hosts: members } of existing) {
    const stay = wanted.get(name)?.hosts ?? [];
    for (const host of members) if (!stay.includes(host)) await act(id, 'remove_host', host);
    if (!wanted.has(name)) await admin.delete('compute', `/os-aggregates/${id}`);
  }
  for (const [name, { zone, hosts: members }] of wanted) {
    const found = existing.find((aggregate) => aggregate.name === name);
    const id = found?.id ?? (await make(admin, name, zone));
    for (const host of members) if (!found?.hosts.includes(host)) await act(id, 'add_host', host);
  }
}

async function make(admin: OpenStackSession, name: string, zone: string | null): Promise<number> {
  const aggregate = { name, ...(zone === null ? {} : { availability_zone: zone }) };
  const made = await admin.post('compute', '/os-aggregates', { aggregate });
  return (made['aggregate'] as AggregateRecord).id;
}
