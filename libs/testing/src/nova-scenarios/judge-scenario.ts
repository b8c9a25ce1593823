import {
  guestNetworks,
  guestTopologyOf,
  hostFits,
  networkOutOfReach,
  pinsOf,
  virtioQueues,
  type GuestTopology,
  type HostFit,
} from '@iopath/core';
import {
  cellsOf,
  pciRequestsOf,
  statedTopology,
  type NovaScenario,
  type ScenarioExpectation,
  type ScenarioHost,
  type ScenarioPool,
  type ScenarioRequest,
} from './scenario';
import { devicesFor } from './scenario-devices';

/** What the core says of a scenario of Nova's own test suite. */
export type ScenarioVerdict =
  | { readonly verdict: 'agrees' }
  | { readonly verdict: 'differs'; readonly expected: unknown; readonly found: unknown }
  | { readonly verdict: 'not asked'; readonly because: string };

/** Asks the core what the scenario asks Nova, and compares as much as the scenario tells. */
export function judgeScenario(scenario: NovaScenario): ScenarioVerdict {
  const requests = scenario.request.steps ?? [scenario.request];
  const placement = requests.some((one) => one.pci_requests.some(({ spec }) => 'resource_class' in spec));
  if (placement)
    return { verdict: 'not asked', because: 'only Placement knows resource classes and traits of devices' };
  const judge = JUDGES[scenario.level];
  if (judge === undefined) return { verdict: 'not asked', because: `no such level here: ${scenario.level}` };
  const [expected, found] = judge(scenario);
  return JSON.stringify(expected) === JSON.stringify(found)
    ? { verdict: 'agrees' }
    : { verdict: 'differs', expected, found };
}

type Judge = (scenario: NovaScenario) => readonly [expected: unknown, found: unknown];

const JUDGES: Readonly<Record<string, Judge>> = {
  cell: whereabouts,
  pagesize: whereabouts,
  host: whereabouts,
  constraint: meaning,
  'pci-pool': ({ host, request, expect }) => {
    const nodes = request.guest_on_host_cells ?? null;
    return [expect.fits, devicesFor(request.pci_requests, host.pci_pools, nodes, cellsOf(host)) !== null];
  },
  'network-affinity': ({ host, request, expect }) => [
    expect.fits,
    isInReach(request, host, expect.chosen_host_cells ?? []),
  ],
  boot: ({ host, request, expect }) => {
    const found = boot(request, host);
    return [
      pick(expect, found !== null),
      found?.fit === undefined ? { fits: found !== null } : told(found.fit, expect),
    ];
  },
  sequence: ({ host, request, expect }) => {
    const taken: ScenarioPool[] = [];
    const each = (request.steps ?? []).map((step) => {
      const found = boot(step, host, taken);
      taken.push(...(found?.devices ?? []));
      return found !== null;
    });
    return [expect.fits_each, each];
  },
  'vif-queues': ({ host, request, expect }) => {
    const guest = guestOf(request);
    const multiqueue = guest.ok && guest.vifMultiqueue;
    const maxQueues = host.libvirt_max_queues ?? null;
    const asked = { vcpus: request.vcpus, kernelVersion: host.kernel ?? null, multiqueue, maxQueues };
    return [expect.virtio_queues, virtioQueues(asked)];
  },
};

function guestOf({ vcpus, ram_mb: ramMib, extra_specs: extraSpecs, image_props: properties }: ScenarioRequest) {
  return guestTopologyOf({ vcpus, ramMib, diskGib: 0, extraSpecs }, { osId: null, properties });
}

function meaning({ request, expect }: NovaScenario): ReturnType<Judge> {
  const { valid, error, guest_cells: cells } = expect;
  const guest = guestOf(request);
  if (!guest.ok)
    return [
      { valid, error },
      { valid: false, error: guest.refusal.exception },
    ];
  if (!Array.isArray(cells))
    return [
      { valid, ...(cells === null ? { cells } : {}) },
      { valid: true, ...(cells === null ? { cells: guest.topology } : {}) },
    ];
  return [statedTopology({ ...request, guest_cells: cells }).cells, guest.topology?.cells];
}

function whereabouts({ host, request, expect }: NovaScenario): ReturnType<Judge> {
  const [fit] = fitsOf(request, host, statedTopology(request));
  return [pick(expect, fit !== undefined), fit === undefined ? { fits: false } : told(fit, expect)];
}

/** The first placement at which networks and devices suit; without guest nodes any devices do. */
function boot(
  request: ScenarioRequest,
  host: ScenarioHost,
  taken: readonly ScenarioPool[] = [],
): { readonly fit?: HostFit; readonly devices: readonly ScenarioPool[] } | null {
  const guest = guestOf(request);
  if (!guest.ok) return null;
  const cells = cellsOf(host);
  const requests = pciRequestsOf(request).map((asked) => ({
    ...asked,
    numa_policy: asked.numa_policy ?? guest.pciNumaPolicy,
  }));
  if (guest.topology === null) {
    const devices = devicesFor(requests, host.pci_pools, null, cells, taken);
    return devices === null ? null : { devices };
  }
  for (const fit of fitsOf(request, host, guest.topology)) {
    const nodes = fit.cells.map((cell) => cell.hostNode);
    const devices = devicesFor(requests, host.pci_pools, nodes, cells, taken);
    if (devices !== null && isInReach(request, host, nodes)) return { fit, devices };
  }
  return null;
}

function isInReach({ networks }: ScenarioRequest, host: ScenarioHost, nodes: readonly number[]): boolean {
  if (networks === undefined) return true;
  const affinities = host.numa_cells.flatMap(({ id, physnets = [], tunneled = false }) =>
    [...physnets, ...(tunneled ? [null] : [])].map((physicalNetwork) => ({ physicalNetwork, numaNodes: [id] })),
  );
  const asked = guestNetworks([...networks.physnets, ...(networks.tunneled ? [null] : [])]);
  const ids = host.numa_cells.map(({ id }) => id);
  return networkOutOfReach(asked, affinities, nodes, ids) === null;
}

function fitsOf(request: ScenarioRequest, host: ScenarioHost, topology: GuestTopology): Iterable<HostFit> {
  const free = new Map<number, number>();
  for (const { numa_node: node, count } of host.pci_pools) {
    if (node !== null) free.set(node, (free.get(node) ?? 0) + count);
  }
  const order = { packing: host.packing ?? false, wantsPci: pciRequestsOf(request).length > 0, freePciByCell: free };
  const allocationRatios = host.allocation_ratio ?? { cpu: Infinity, ram: Infinity };
  return hostFits(topology, { cells: cellsOf(host), allocationRatios }, order);
}

/** Of a placement what the scenario tells, in its words. */
function told(fit: HostFit, expect: ScenarioExpectation): object {
  const nodes = fit.cells.map((cell) => cell.hostNode);
  const placed = pinsOf(fit);
  const said = {
    fits: true,
    host_cells: nodes,
    host_cells_set: [...nodes].sort((a, b) => a - b),
    host_cells_any_of: expect.host_cells_any_of?.some((cells) => cells.join() === nodes.join()),
    pinning: Object.assign({}, ...placed.map(({ pinning }) => pinning)) as object,
    reserved: placed.flatMap((cell) => cell.emulatorCpus),
    page_size_kb: fit.cells[0]?.pageSizeKib,
  };
  return Object.fromEntries(Object.entries(said).filter(([key]) => key in expect));
}

/** The same of what is expected. */
function pick(expect: ScenarioExpectation, fits: boolean): object {
  if (!fits) return { fits: expect.fits };
  const said = {
    fits: expect.fits,
    host_cells: expect.host_cells,
    host_cells_set: expect.host_cells_set,
    host_cells_any_of: true,
    pinning: expect.pinning,
    reserved: expect.reserved ?? [],
    page_size_kb: expect.page_size_kb,
  };
  return Object.fromEntries(Object.entries(said).filter(([key]) => key in expect));
}
