import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  cellsOf,
  pciRequestsOf,
  readNovaScenarios,
  statedTopology,
  type NovaScenario,
  type ScenarioPciRequest,
  type ScenarioPool,
} from '@iopath/testing';
import type { CellState } from '../fleet/host-state';
import { virtioQueues } from '../nova/virtio-queues';
import { guestTopologyOf, type GuestTopology } from './guest-topology';
import { hostFits, pinsOf, type FitOrder, type HostFit } from './host-fit';
import { pciNodeAllowed } from './pci-affinity';

/**
 * Nova's own test suite, restated as data outside the project: `NOVA_SCENARIOS` names the file, else it is looked
 * for in `../shared/fixtures` beside the checkout. Where it is absent, the handbook's vectors in the other specs stand.
 */
const FILE =
  process.env['NOVA_SCENARIOS'] ?? resolve(__dirname, '../../../../../shared/fixtures/nova-scenarios.dev.jsonl');

const scenarios = existsSync(FILE) ? readNovaScenarios(readFileSync(FILE, 'utf8')) : null;

/** Without the file the level is skipped, and says so; a file without the level has nothing to say about it. */
function describeLevel(
  levels: readonly string[],
  question: string,
  ask: (scenario: NovaScenario) => void,
  concerns: (scenario: NovaScenario) => boolean = () => true,
): void {
  const cases = (scenarios ?? [])
    .filter((scenario) => levels.includes(scenario.level) && concerns(scenario))
    .map((scenario): [string, NovaScenario] => [scenario.id, scenario]);
  const title = `Nova's scenarios of level ${levels.join(', ')} (${scenarios === null ? `no file ${FILE}` : cases.length})`;
  if (scenarios === null) describe.skip(title, () => it.todo(question));
  else if (cases.length > 0) describe(title, () => it.each(cases)(`${question}: %s`, (_id, scenario) => ask(scenario)));
}

function requestedTopology({ request }: NovaScenario) {
  const { vcpus, ram_mb: ramMib, extra_specs: extraSpecs, image_props: properties } = request;
  return guestTopologyOf({ vcpus, ramMib, diskGib: 0, extraSpecs }, { osId: null, properties });
}

describeLevel(['constraint'], 'flavor and image mean what they mean to Nova', (scenario) => {
  const { valid, error, guest_cells: cells } = scenario.expect;
  const result = requestedTopology(scenario);

  expect(result.ok).toBe(valid);
  if (!result.ok) expect(result.refusal.exception).toBe(error);
  else if (cells === null) expect(result.topology).toBeNull();
  else if (Array.isArray(cells)) {
    expect(result.topology?.cells).toEqual(statedTopology({ ...scenario.request, guest_cells: cells }).cells);
  }
});

function fitsOf(scenario: NovaScenario, topology: GuestTopology): Iterable<HostFit> {
  const { host, request } = scenario;
  const free = new Map<number, number>();
  for (const { numa_node: node, count } of host.pci_pools)
    if (node !== null) free.set(node, (free.get(node) ?? 0) + count);
  const wantsPci = pciRequestsOf(request).length > 0;
  const order: FitOrder = { packing: host.packing ?? false, wantsPci, freePciByCell: free };
  const allocationRatios = host.allocation_ratio ?? { cpu: Infinity, ram: Infinity };
  return hostFits(topology, { cells: cellsOf(host), allocationRatios }, order);
}

function expectWhereabouts(fit: HostFit, expected: NovaScenario['expect']): void {
  const nodes = fit.cells.map((cell) => cell.hostNode);
  const placements = pinsOf(fit);
  if (expected.host_cells) expect(nodes).toEqual(expected.host_cells);
  if (expected.host_cells_set) expect([...nodes].sort((a, b) => a - b)).toEqual(expected.host_cells_set);
  if (expected.host_cells_any_of) expect(expected.host_cells_any_of).toContainEqual(nodes);
  if (expected.pinning) {
    expect(Object.assign({}, ...placements.map(({ pinning }) => pinning))).toEqual(expected.pinning);
  }
  if (expected.reserved !== undefined) {
    expect(placements.flatMap((cell) => cell.emulatorCpus)).toEqual(expected.reserved ?? []);
  }
  if (expected.page_size_kb !== undefined) expect(fit.cells[0]?.pageSizeKib).toBe(expected.page_size_kb);
}

describeLevel(['cell', 'pagesize', 'host'], 'the guest fits where it fits for Nova', (scenario) => {
  const [fit] = fitsOf(scenario, statedTopology(scenario.request));

  expect(fit !== undefined).toBe(scenario.expect.fits);
  if (fit !== undefined) expectWhereabouts(fit, scenario.expect);
});

describeLevel(['vif-queues'], 'a NIC gets as many queues', (scenario) => {
  const { host, request, expect: expected } = scenario;
  const result = requestedTopology(scenario);

  expect(
    virtioQueues({
      vcpus: request.vcpus,
      kernelVersion: host.kernel ?? null,
      multiqueue: result.ok && result.vifMultiqueue,
      maxQueues: host.libvirt_max_queues ?? null,
    }),
  ).toBe(expected.virtio_queues);
});

/** Devices picked one after another, nearest first, each PF and its VFs excluding each other; null when some is missing. */
function devicesFor(
  requests: readonly ScenarioPciRequest[],
  pools: readonly ScenarioPool[],
  nodes: readonly number[] | null,
  cells: readonly CellState[],
): readonly ScenarioPool[] | null {
  const left = pools.flatMap((pool) => Array.from({ length: pool.count }, () => pool));
  const taken: ScenarioPool[] = [];
  for (const request of requests) {
    for (let i = 0; i < request.count; i++) {
      const able = left.filter(
        (device) =>
          matches(request, device) &&
          !taken.some((other) => excludes(other, device)) &&
          pciNodeAllowed(request.numa_policy, device.numa_node, nodes, cells),
      );
      const nearest = able.sort((a, b) => distance(a, nodes) - distance(b, nodes))[0];
      if (nearest === undefined) return null;
      left.splice(left.indexOf(nearest), 1);
      taken.push(nearest);
    }
  }
  return taken;
}

function matches({ spec }: ScenarioPciRequest, device: ScenarioPool): boolean {
  const tag = (name: string): string => {
    const value = device[name] ?? (name === 'remote_managed' ? false : '');
    return typeof value === 'string' || typeof value === 'boolean' ? `${value}`.toLowerCase() : '';
  };
  const wantsRemote = spec['remote_managed'] === 'true';
  if (device.dev_type === 'type-PF' && spec['dev_type'] !== 'type-PF') return false;
  if (tag('remote_managed') === 'true' && !wantsRemote) return false;
  return Object.entries(spec).every(([name, value]) => tag(name) === value.toLowerCase());
}

function excludes(a: ScenarioPool, b: ScenarioPool): boolean {
  const isPfOf = (pf: ScenarioPool, vf: ScenarioPool): boolean =>
    pf.dev_type === 'type-PF' && vf.parent_addr !== undefined && pf.address === vf.parent_addr;
  return isPfOf(a, b) || isPfOf(b, a);
}

function distance({ numa_node: node }: ScenarioPool, nodes: readonly number[] | null): number {
  if (nodes === null || (node !== null && nodes.includes(node))) return 0;
  return node === null ? 1 : 2;
}

describeLevel(['pci-pool'], 'the devices are there that are there for Nova', ({ host, request, expect: expected }) => {
  const nodes = request.guest_on_host_cells ?? null;

  expect(devicesFor(request.pci_requests, host.pci_pools, nodes, cellsOf(host)) !== null).toBe(expected.fits);
});

/** What only Placement, vDPA, DPUs or NUMA-aware vswitches decide is not asked of the fit. */
function isAboutFit({ request }: NovaScenario): boolean {
  const plainPorts = (request.ports ?? []).every((port) => port.vnic_type === 'direct');
  const plainRequests = request.pci_requests.every(({ spec }) => !('resource_class' in spec));
  return request.networks === undefined && plainPorts && plainRequests;
}

describeLevel(
  ['boot'],
  'a server boots where it boots for Nova',
  (scenario) => {
    const { host, request, expect: expected } = scenario;
    const cells = cellsOf(host);
    const result = requestedTopology(scenario);
    if (!result.ok || result.topology === null) throw new Error(`${scenario.id} was meant to have a guest topology`);
    const requests = pciRequestsOf(request).map((asked) => ({
      ...asked,
      numa_policy: asked.numa_policy ?? result.pciNumaPolicy,
    }));
    const fit = [...fitsOf(scenario, result.topology)].find(
      (candidate) =>
        devicesFor(
          requests,
          host.pci_pools,
          candidate.cells.map((cell) => cell.hostNode),
          cells,
        ) !== null,
    );

    expect(fit !== undefined).toBe(expected.fits);
    if (fit !== undefined) expectWhereabouts(fit, expected);
  },
  isAboutFit,
);
