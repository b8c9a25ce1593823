import type { OpenStackSession } from '../../openstack-lab/client/session';
import { until } from '../../openstack-lab/machine/until';

interface ServiceRecord {
  readonly id: string;
  readonly host: string;
  readonly status: string;
}

const DISABLED = 'COMPUTE_STATUS_DISABLED';
const TOLD_WITHIN_MS = 60_000;

/** Enables the computes of these hosts and disables the others; resolves when the scheduler will see it so. */
export async function enableOnly(session: OpenStackSession, isWanted: (host: string) => boolean): Promise<void> {
  const { services } = await session.get('compute', '/os-services?binary=nova-compute');
  for (const { id, host, status } of services as ServiceRecord[]) {
    const wanted = isWanted(host) ? 'enabled' : 'disabled';
    if (status === wanted) continue;
    await session.put('compute', `/os-services/${id}`, { status: wanted });
    await untilPlacementKnows(session, host, wanted === 'disabled');
  }
}

/** The compute itself tells Placement, by a trait. */
async function untilPlacementKnows(session: OpenStackSession, host: string, disabled: boolean): Promise<void> {
  const { resource_providers } = await session.get('placement', `/resource_providers?name=${host}`);
  const [provider] = resource_providers as { readonly uuid: string }[];
  await until(`the new status of ${host} in Placement`, TOLD_WITHIN_MS, async () => {
    const { traits } = await session.get('placement', `/resource_providers/${provider?.uuid}/traits`);
    return (traits as string[]).includes(DISABLED) === disabled ? true : null;
  });
}
