import {
  type CloudStock,
  flavorName,
  flavorStep,
  type FlavorStep,
  type GuestPlan,
  OUR_FLAVOR_MARK,
} from '@iopath/core';
import type { CloudCall, NewFlavor } from '../ports/cloud-writer.port';
import type { RealisedGuest } from '../ports/realisation-store.port';

/** What a plan has to do about its flavor, as the cloud is now. */
export function stepFor({ flavor }: GuestPlan, { image, flavors }: Pick<CloudStock, 'image' | 'flavors'>): FlavorStep {
  return flavorStep(flavor, { osId: null, properties: image.properties }, flavors);
}

export function newFlavor({ name, flavor }: Extract<FlavorStep, { kind: 'create' }>): NewFlavor {
  const { vcpus, ramMib, diskGib } = flavor;
  return { name, description: OUR_FLAVOR_MARK, vcpus, ramMib, diskGib, isPublic: true };
}

/** The VM before anything was made for it. */
export function unmade(plan: GuestPlan): RealisedGuest {
  const { blueprint, flavor, ports } = plan;
  return {
    member: blueprint.member,
    state: 'creating',
    hostName: blueprint.hostName,
    serverName: blueprint.serverName,
    flavor: { id: null, name: flavorName(flavor), created: false },
    ports: ports.map(({ nic, body }) => ({ nic, name: body.name, networkId: body.network_id, id: null })),
    request: null,
    serverId: null,
  };
}

export function serverCall(plan: GuestPlan, flavorId: string, portIds: readonly string[]): CloudCall {
  const { body, microversion } = plan.serverBody(flavorId, portIds);
  return { service: 'compute', method: 'POST', path: '/servers', body, microversion };
}

/**
 * Every call that realising would make now, in order. Ids that only the cloud will give stand as `{flavor NAME}` and
 * `{port NAME}`.
 */
export function plannedCalls(plans: readonly GuestPlan[], stock: CloudStock, boot: boolean): readonly CloudCall[] {
  const known = new Map<string, string>();
  return plans.flatMap((plan) => {
    const wanted = flavorName(plan.flavor);
    const step = stepFor(plan, stock);
    const isNew = !known.has(wanted);
    const flavorId = known.get(wanted) ?? (step.kind === 'create' ? `{flavor ${step.name}}` : step.id);
    known.set(wanted, flavorId);
    const server = serverCall(
      plan,
      flavorId,
      plan.ports.map(({ body }) => `{port ${body.name}}`),
    );
    return [...(isNew ? flavorCalls(step, flavorId) : []), ...plan.ports.map(portCall), ...(boot ? [server] : [])];
  });
}

function flavorCalls(step: FlavorStep, flavorId: string): readonly CloudCall[] {
  if (step.kind === 'reuse') return [];
  const extraSpecs = step.kind === 'create' ? step.flavor.extraSpecs : step.extraSpecs;
  const path = `/flavors/${flavorId}/os-extra_specs`;
  const specs: readonly CloudCall[] =
    Object.keys(extraSpecs).length === 0
      ? []
      : [{ service: 'compute', method: 'POST', path, body: { extra_specs: extraSpecs }, microversion: '2.86' }];
  return step.kind === 'create' ? [flavorCall(newFlavor(step)), ...specs] : specs;
}

function flavorCall({ name, description, vcpus, ramMib, diskGib, isPublic }: NewFlavor): CloudCall {
  const size = { vcpus, ram: ramMib, disk: diskGib };
  const flavor = { name, description, ...size, 'os-flavor-access:is_public': isPublic };
  return { service: 'compute', method: 'POST', path: '/flavors', body: { flavor }, microversion: '2.55' };
}

function portCall({ body }: GuestPlan['ports'][number]): CloudCall {
  return { service: 'network', method: 'POST', path: '/v2.0/ports', body: { port: body } };
}
