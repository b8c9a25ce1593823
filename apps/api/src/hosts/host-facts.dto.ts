import {
  CLOUD_SOURCES,
  type ComputeServiceState,
  factOrigins,
  type FactSource,
  type HostNetworkAgent,
  type Inventory,
  mergeHost,
  MERGE_WARNINGS,
  type MergeWarning,
  type MergeWarningCode,
  type ToldFact,
} from '@iopath/core';
import type { LayerAge, StoredHostSources } from '@iopath/usecases';
import { HOST_NAME, InstantField } from '../wire/domain-fields';
import {
  BooleanField,
  EnumField,
  EnumListField,
  IntField,
  ListField,
  ObjectField,
  TextField,
  TextListField,
} from '../wire/fields';
import { AssumedFactDto, ToldFactDto, UnseenFactDto } from './fact-notes.dto';
import { EXAMPLE_HOST } from './inventory.example';

const FACT_SOURCES: readonly FactSource[] = ['put', ...CLOUD_SOURCES];
const MAX_AGE_S = 2 ** 40;

export class LayerAgeDto {
  @TextField({ maxLength: 64, description: 'Format that was imported.', example: 'libvirt' })
  format: string;

  @InstantField({ description: 'When its facts were observed.', example: '2026-11-21T08:00:00.000Z' })
  observed_at: string;

  @IntField({ max: MAX_AGE_S, description: 'Seconds since then.', example: 42 })
  age_s: number;

  @InstantField({ description: 'When it last came.', example: '2026-11-21T08:00:00.000Z' })
  received_at: string;
}

export class FactSourceDto {
  @EnumField(FACT_SOURCES, {
    description: '`put`: by `PUT …/inventory`; else a service of the cloud.',
    example: 'placement',
  })
  source: FactSource;

  @InstantField({
    optional: true,
    description: 'When it told what it says: of `put`, as the document has it; of a service, when it last answered.',
    example: '2026-11-21T08:00:00.000Z',
  })
  observed_at: string | null;

  @IntField({ max: MAX_AGE_S, optional: true, description: 'Seconds since then.', example: 42 })
  age_s: number | null;

  @InstantField({ optional: true, description: 'Since when it has said this.', example: '2026-11-20T08:00:00.000Z' })
  unchanged_since: string | null;
}

export class HostFactDto {
  @TextField({ description: 'The fact, as the inventory document names it.', example: 'allocation_ratios' })
  name: string;

  @EnumField(FACT_SOURCES, {
    optional: true,
    description: 'Whose word it is; null: nobody tells it.',
    example: 'placement',
  })
  source: FactSource | null;

  @IntField({ max: MAX_AGE_S, optional: true, description: 'How old it is, in seconds; null: not known.', example: 42 })
  age_s: number | null;

  @EnumListField(FACT_SOURCES, {
    maxItems: 4,
    description: 'Others that tell it, and are not believed.',
    example: ['put'],
  })
  others: FactSource[];

  @TextListField({
    maxItems: 64,
    description: 'Of `put`: who told it there, part by part, where several sources were laid over each other.',
    example: ['libvirt'],
  })
  told_by: string[];
}

export class FactWarningDto {
  @EnumField(Object.keys(MERGE_WARNINGS), {
    description: 'What contradicts what.',
    example: 'pf.physical_network_differs',
  })
  code: MergeWarningCode;

  @TextField({ maxLength: 1024, description: 'What it is about.', example: 'pfs/0000:3b:00.0' })
  subject: string;

  @TextField({ maxLength: 4096, description: 'What the inventory says.', example: 'physnet1' })
  kept: string;

  @TextField({ maxLength: 4096, description: 'What the source says.', example: 'physnet2' })
  other: string;

  @EnumField(FACT_SOURCES, { description: 'Who says the other.', example: 'neutron' })
  source: FactSource;
}

export class ComputeServiceDto {
  @EnumField(['enabled', 'disabled'], { description: 'Its status.', example: 'enabled' })
  status: 'enabled' | 'disabled';

  @EnumField(['up', 'down', 'absent'], {
    description: '`absent`: Nova knew it once and does so no more.',
    example: 'up',
  })
  state: 'up' | 'down' | 'absent';

  @TextField({ optional: true, maxLength: 4096, description: 'Why it is disabled.', example: null })
  disabled_reason: string | null;
}

export class HostAgentDto {
  @TextField({ description: 'Its type.', example: 'NIC Switch agent' })
  agent_type: string;

  @BooleanField({ description: 'Whether Neutron hears of it.', example: true })
  alive: boolean;

  @BooleanField({ description: 'Its administrative state.', example: true })
  admin_state_up: boolean;

  @TextListField({ maxItems: 4096, description: 'Networks that it has mappings of.', example: ['physnet1'] })
  physical_networks: string[];
}

export class HostFactsDto {
  @TextField({ description: 'Name of the host.', pattern: HOST_NAME, example: EXAMPLE_HOST })
  host_name: string;

  @ListField(() => FactSourceDto, { description: 'Who tells of the host.' })
  sources: FactSourceDto[];

  @ListField(() => LayerAgeDto, { description: 'What was imported and lies over what was put, by format.' })
  layers: LayerAgeDto[];

  @ListField(() => HostFactDto, { description: 'Each fact of the inventory, and whose word it is.' })
  facts: HostFactDto[];

  @ObjectField(() => ComputeServiceDto, { optional: true, description: "Nova's service; null: nobody asked Nova." })
  compute_service: ComputeServiceDto | null;

  @ListField(() => HostAgentDto, { optional: true, description: "Neutron's agents; null: nobody asked Neutron." })
  network_agents: HostAgentDto[] | null;

  @ListField(() => ToldFactDto, { description: 'Of what was put: who told which fact of it, part by part.' })
  fact_sources: ToldFactDto[];

  @ListField(() => UnseenFactDto, { description: 'Of what was put: what nobody could see, and why.' })
  unseen: UnseenFactDto[];

  @ListField(() => AssumedFactDto, { description: 'Of what was put: what nobody saw and was inferred.' })
  assumed: AssumedFactDto[];

  @ListField(() => FactWarningDto, { description: 'Where sources contradict each other.' })
  warnings: FactWarningDto[];
}

/** @param nowMs milliseconds since the epoch, for the ages */
export function fromHostSources(
  hostName: string,
  stored: StoredHostSources,
  layers: readonly LayerAge[],
  nowMs: number,
): HostFactsDto {
  const ageOf = (source: FactSource | null): number | null => {
    const time = source === null ? null : (stored.observedAtMs[source] ?? null);
    return time === null ? null : Math.max(0, Math.round((nowMs - time) / 1000));
  };
  const { inventory, warnings } = mergeHost(stored);
  return {
    host_name: hostName,
    sources: FACT_SOURCES.filter((source) => stored[source] !== null).map((source) => ({
      source,
      observed_at: instantOf(stored.observedAtMs[source]),
      age_s: ageOf(source),
      unchanged_since: instantOf(stored.unchangedSinceMs[source]),
    })),
    layers: layers.map(({ format, observedAtMs, receivedAtMs }) => ({
      format,
      observed_at: new Date(observedAtMs).toISOString(),
      age_s: Math.max(0, Math.round((nowMs - observedAtMs) / 1000)),
      received_at: new Date(receivedAtMs).toISOString(),
    })),
    facts: factOrigins(stored).map(({ fact, source, others }) => {
      const told_by = source === 'put' ? tellersOf(fact, stored.put?.factSources ?? []) : [];
      return { name: fact, source, age_s: ageOf(source), others: [...others], told_by };
    }),
    ...notesOf(stored.put),
    compute_service: fromService(inventory.computeService),
    network_agents: inventory.networkAgents?.map(fromAgent) ?? null,
    warnings: warnings.map(fromWarning),
  };
}

function notesOf(put: Inventory | null): Pick<HostFactsDto, 'fact_sources' | 'unseen' | 'assumed'> {
  return {
    fact_sources: (put?.factSources ?? []).map(({ fact, source }) => ({ fact, source })),
    unseen: (put?.unseen ?? []).map(({ fact, reason, detail }) => ({ fact, reason, detail })),
    assumed: (put?.assumed ?? []).map(({ fact, why }) => ({ fact, why })),
  };
}

/** Of the fact and of every part of it. */
function tellersOf(name: string, told: readonly ToldFact[]): string[] {
  const its = told.filter(({ fact }) => fact === name || fact.startsWith(`${name}.`));
  return [...new Set(its.map(({ source }) => source))].sort();
}

function fromService(service: ComputeServiceState | undefined): ComputeServiceDto | null {
  if (service === undefined) return null;
  const { status, state, disabledReason } = service;
  return { status, state, disabled_reason: disabledReason };
}

function fromAgent({ agentType, alive, adminStateUp, physicalNetworks }: HostNetworkAgent): HostAgentDto {
  return { agent_type: agentType, alive, admin_state_up: adminStateUp, physical_networks: [...physicalNetworks] };
}

function fromWarning({ code, subject, kept, other, source }: MergeWarning): FactWarningDto {
  return { code, subject, kept, other, source };
}

function instantOf(timeMs: number | null | undefined): string | null {
  return timeMs === null || timeMs === undefined ? null : new Date(timeMs).toISOString();
}
