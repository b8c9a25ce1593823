import { checkExtraSpecs, guestTopologyOf, type CellClaim, type Placement } from '@iopath/core';
import { ownAnswer, ownRefusal } from '../compare';
import type { ExpectedCell, ExpectedPlace, FitScenario, MeaningScenario, Scenario } from './scenario';

/** What the core says of a scenario, in the scenario's own terms: only as much as the scenario expects to be told. */
export function coreAnswer(scenario: Scenario): unknown {
  switch (scenario.kind) {
    case 'extra spec': {
      const [key, value] = scenario.extraSpec;
      const faults = checkExtraSpecs({ [key]: value }, 'zed');
      return faults.every(({ code }) => code === 'extra_spec.page_size_does_not_boot');
    }
    case 'meaning':
      return meaning(scenario);
    case 'fit':
      return place(scenario);
  }
}

/** What the scenario expects. */
export function expectedAnswer(scenario: Scenario): unknown {
  return scenario.kind === 'extra spec' ? scenario.accepted : scenario.expected;
}

function meaning({ flavor, image, expected }: MeaningScenario): unknown {
  const asked = { flavor: { ...flavor, diskGib: 0 }, image: { osId: null, properties: image } };
  const refusal = ownRefusal(asked);
  if (refusal !== null) return refusal;
  const guest = guestTopologyOf(asked.flavor, asked.image);
  const cells = guest.ok ? (guest.topology?.cells ?? null) : null;
  if (cells === null) return null;
  const said = cells.map((cell) => ({
    shared: cell.sharedVcpus,
    dedicated: cell.dedicatedVcpus,
    memoryMib: cell.memoryMib,
    pageSize: cell.pageSize,
  }));
  return asTold(said, expected);
}

/** Of each cell what is expected to be told, so that a scenario can leave out what it is not about. */
export function asTold(cells: readonly Required<ExpectedCell>[], expected: MeaningScenario['expected']): unknown {
  const wanted = Array.isArray(expected) ? (expected as readonly ExpectedCell[]) : [];
  return cells.map((cell, at) =>
    Object.fromEntries(Object.entries(cell).filter(([key]) => key in (wanted[at] ?? cell))),
  );
}

function place({ request, host, expected }: FitScenario): unknown {
  const { refusal, placement } = ownAnswer(request, host);
  return placement === null ? refusal : placeAsTold(placedBy(placement), expected);
}

export function placeAsTold(place: Required<ExpectedPlace>, expected: ExpectedPlace | null): unknown {
  return Object.fromEntries(Object.entries(place).filter(([key]) => expected === null || key in expected));
}

type PlacedCell = Placement['compute']['cells'][number];

function placedBy({ compute, devices }: Placement): Required<ExpectedPlace> {
  const { cells } = compute;
  return {
    nodes: cells.length === 0 ? null : cells.map((cell) => cell.hostNode),
    pins: Object.assign({}, ...cells.map((cell) => cell.pinning)) as Record<string, number>,
    emulator: cells.flatMap(emulatorCpus),
    pageSizeKib: cells[0]?.pageSizeKib ?? 0,
    deviceNodes: devices.map((device) => device.numaNode),
  };
}

/** CPUs that are taken and run no vCPU. */
function emulatorCpus({ pinnedCpus, pinning }: CellClaim & Pick<PlacedCell, 'pinning'>): readonly number[] {
  const vcpus = new Set(Object.values(pinning));
  return pinnedCpus.filter((cpu) => !vcpus.has(cpu));
}
