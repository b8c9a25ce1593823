import { CORPUS } from './corpus';
import { asTold, coreAnswer, expectedAnswer, placeAsTold } from './corpus/core-answer';
import type { ExpectedPlace, FitScenario, MeaningScenario, Scenario } from './corpus/scenario';
import { compare } from './compare';
import type { NovaAnswer } from './driver/nova-case';
import type { NovaProcess } from './driver/nova-process';

export interface CorpusSummary {
  readonly scenarios: number;
  readonly disagreements: readonly {
    readonly scenario: string;
    readonly source: string;
    readonly expected: unknown;
    readonly core: unknown;
    readonly nova: unknown;
  }[];
}

/** Puts every scenario to the core and to Nova, each against what the scenario expects. */
export async function runCorpus(nova: NovaProcess): Promise<CorpusSummary> {
  const disagreements: CorpusSummary['disagreements'][number][] = [];
  for (const scenario of CORPUS) {
    const expected = expectedAnswer(scenario);
    const core = coreAnswer(scenario);
    const theirs = await novaAnswer(scenario, nova);
    if (sameText(core, expected) && sameText(theirs, expected)) continue;
    disagreements.push({ scenario: scenario.name, source: scenario.source, expected, core, nova: theirs });
  }
  return { scenarios: CORPUS.length, disagreements };
}

async function novaAnswer(scenario: Scenario, nova: NovaProcess): Promise<unknown> {
  switch (scenario.kind) {
    case 'extra spec': {
      const [key, value] = scenario.extraSpec;
      return (await nova.askExtraSpecs({ [key]: value }))[key] === null;
    }
    case 'meaning':
      return meaning(scenario, nova);
    case 'fit':
      return place(scenario, nova);
  }
}

/** Nova's numbers for page sizes that are not a size (`nova/virt/hardware.py MEMPAGES_*`). */
const PAGE_WORDS = new Map<number | null, string>([
  [-1, 'small'],
  [-2, 'large'],
  [-3, 'any'],
]);

async function meaning({ flavor, image, expected }: MeaningScenario, nova: NovaProcess): Promise<unknown> {
  const { vcpus, ramMib, extraSpecs } = flavor;
  const answer = await nova.ask({
    flavor: { vcpus, ram_mib: ramMib, disk_gib: 0, extra_specs: extraSpecs },
    image,
    aliases: [{ name: 'nvme', vendor_id: '144d', product_id: 'a808', device_type: 'type-PCI' }],
    ports: [],
    host: null,
  });
  if (answer.stage !== null) return answer.error;
  const cells = answer.guest?.cells ?? null;
  if (cells === null) return null;
  const said = cells.map((cell) => ({
    shared: cell.shared,
    dedicated: cell.dedicated,
    memoryMib: cell.memory_mib,
    pageSize: (PAGE_WORDS.get(cell.page_size) ?? cell.page_size) as number,
  }));
  return asTold(said, expected);
}

async function place({ request, host, expected }: FitScenario, nova: NovaProcess): Promise<unknown> {
  const { nova: answer, question } = await compare(request, host, (asked) => nova.ask(asked));
  if (!answer.fits) return answer.stage === 'flavor_image' ? answer.error : null;
  const cells = answer.cells ?? null;
  const smallest = question.host?.cells[0]?.pages[0]?.size_kib ?? 4;
  const said: Required<ExpectedPlace> = {
    nodes: cells === null ? null : cells.map((cell) => cell.host),
    pins: Object.assign({}, ...(cells ?? []).map((cell) => cell.pins)) as Record<string, number>,
    emulator: (cells ?? []).flatMap((cell) => cell.emulator),
    pageSizeKib: cells?.[0]?.page_size_kib ?? smallest,
    deviceNodes: deviceNodes(answer, question),
  };
  return placeAsTold(said, expected);
}

/** Nova serves aliases before ports; a scenario has one or the other. */
function deviceNodes({ devices = [] }: NovaAnswer, { host }: { readonly host: unknown }): (number | null)[] {
  const listed = (host as { readonly devices: readonly { readonly numa_node: number | null }[] }).devices;
  return devices.map((at) => listed[at]?.numa_node ?? null);
}

/** Equal but for the order of keys. */
function sameText(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
