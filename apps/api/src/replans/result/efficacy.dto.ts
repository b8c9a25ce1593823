import { UuidField } from '../../wire/domain-fields';
import { IntField, ListField, NumberField, ObjectField, TextField, TextListField } from '../../wire/fields';

export class StrandedVfsDto {
  @TextField({ description: 'The host.', example: 'compute-01' })
  host_name: string;

  @IntField({ description: 'NUMA node of the VFs.', example: 1 })
  numa_node: number;

  @IntField({ description: 'How many.', example: 4 })
  vfs: number;
}

export class FreeHugePagesDto {
  @IntField({ description: 'Their size.', example: 1048576 })
  size_kib: number;

  @IntField({ description: 'How many are free.', example: 32 })
  pages: number;
}

export class LatencyMetDto {
  @IntField({ description: 'VMs whose predicted latency meets what they asked for …', example: 38 })
  met: number;

  @IntField({ description: '… of so many that asked.', example: 40 })
  asked: number;
}

/** The fleet seen as a whole. */
export class FleetMeasuresDto {
  @IntField({ description: 'Hosts.', example: 24 })
  hosts: number;

  @IntField({ description: 'Hosts that anybody is on.', example: 20 })
  hosts_in_use: number;

  @IntField({ description: 'VMs of the advisor.', example: 400 })
  vms: number;

  @IntField({ description: 'Free VFs.', example: 120 })
  free_vfs: number;

  @IntField({
    description: 'Free VFs that no guest could use where they are: their node has no CPUs or memory left.',
    example: 12,
  })
  stranded_vfs: number;

  @ListField(() => StrandedVfsDto, { description: 'Where these are.' })
  stranded_vfs_by_node: StrandedVfsDto[];

  @ListField(() => FreeHugePagesDto, { description: 'Free huge pages, by size.' })
  free_huge_pages: FreeHugePagesDto[];

  @ObjectField(() => LatencyMetDto, { description: 'Latency needs.' })
  latency_met: LatencyMetDto;

  @NumberField({ description: 'Sum of the scores of all VMs.', example: 351.2 })
  score: number;
}

export class WaitingRequestsDto {
  @IntField({
    description: 'Requests that were rejected in the last 7 days, of which so many are looked at.',
    example: 5,
  })
  asked: number;

  @IntField({ description: 'Those that would fit before the plan.', example: 1 })
  fit_before: number;

  @IntField({ description: 'Those that would fit after it.', example: 4 })
  fit_after: number;
}

export class LatencyChangeDto {
  @UuidField({ description: 'Recommendation of the VM.', example: 'a1b2c3d4-e5f6-5a7b-8c9d-0e1f2a3b4c5d' })
  recommendation_id: string;

  @IntField({ description: 'Which of its VMs.', example: 0 })
  member: number;

  @TextField({ description: 'NIC or disk.', example: 'data' })
  device: string;

  @NumberField({
    optional: true,
    description: 'Predicted p99 before, µs; null when not known or overloaded.',
    example: 41,
  })
  before_us: number | null;

  @NumberField({ optional: true, description: 'And after.', example: 33 })
  after_us: number | null;
}

/** What a plan changes. */
export class EfficacyDto {
  @ObjectField(() => FleetMeasuresDto, { description: 'The fleet before.' })
  before: FleetMeasuresDto;

  @ObjectField(() => FleetMeasuresDto, { description: 'The fleet after all steps.' })
  after: FleetMeasuresDto;

  @TextListField({ maxItems: 10_000, description: 'Hosts that nobody is on any more.', example: ['compute-01'] })
  hosts_freed: string[];

  @ObjectField(() => WaitingRequestsDto, { description: 'Requests that found no host lately.' })
  waiting_requests: WaitingRequestsDto;

  @ListField(() => LatencyChangeDto, { maxItems: 100_000, description: 'Devices whose predicted latency changes.' })
  latency_changes: LatencyChangeDto[];
}
