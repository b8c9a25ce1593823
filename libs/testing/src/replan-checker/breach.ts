/** Something that must not be, at one moment of a plan's execution. */
export interface Breach {
  readonly code: BreachCode;
  /** The host, VM or step that it is about, and what of it. */
  readonly subject: string;
  readonly detail: string;
}

export type BreachCode =
  | 'vcpus'
  | 'pcpus'
  | 'memory'
  | 'disk'
  | 'cell.shared_cpus'
  | 'cell.memory'
  | 'cell.pages'
  | 'cpu.twice'
  | 'cpu.not_dedicated'
  | 'device.twice'
  | 'device.unknown'
  | 'device.unavailable'
  | 'device.quarantined'
  | 'pf.with_its_vf'
  | 'pf.bandwidth'
  | 'pf.packet_rate'
  | 'group.anti_affinity'
  | 'host.unknown'
  | 'host.closed'
  | 'host.lost'
  | 'source.missing'
  | 'vm.unknown'
  | 'vm.without_place'
  | 'vm.aside_in_the_end'
  | 'vm.moves_twice_at_once'
  | 'step.unknown_dependency'
  | 'step.never_begins'
  | 'placement.other_host'
  | 'plan.over_max_moves'
  | 'plan.not_live'
  | 'vm.forgotten';
