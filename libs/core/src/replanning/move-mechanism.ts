/**
 * How a VM gets from one host to another (handbook 4.1), least disturbing first. `ledger`: there is no server yet, only its
 * reservation moves. `evacuate`: its host is gone, and it is built again on another one.
 */
export const MOVE_MECHANISMS = ['ledger', 'transparent', 'unplug_replug', 'cold', 'resize', 'evacuate'] as const;
export type MoveMechanism = (typeof MOVE_MECHANISMS)[number];

/** What Nova is asked for; `none` of a mere reservation. */
export type NovaAction = 'none' | 'os-migrateLive' | 'migrate' | 'resize' | 'evacuate';

export const NOVA_ACTIONS: Readonly<Record<MoveMechanism, NovaAction>> = {
  ledger: 'none',
  transparent: 'os-migrateLive',
  unplug_replug: 'os-migrateLive',
  cold: 'migrate',
  resize: 'resize',
  evacuate: 'evacuate',
};

/** How long the guest, or one of its devices, is away, as far as that can be told. */
export interface Interruption {
  readonly atLeastS: number;
  readonly atMostS: number;
  /** What is away, and what the estimate rests on. */
  readonly reason: string;
}
