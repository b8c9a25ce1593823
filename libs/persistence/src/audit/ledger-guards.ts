import type { Statement } from '../database';

/**
 * What keeps the ledger right in the schema. An audit asks PostgreSQL whether each is there and in force: one that was
 * dropped for a repair by hand and forgotten is found before it matters.
 */
export const LEDGER_GUARDS: readonly string[] = [
  'unique index reservation_live_member_key',
  ...[
    'allocation_live_device_key',
    'allocation_pf_or_vf_excl',
    'allocation_kind_check',
    'allocation_state_check',
    'allocation_reservation_id_fkey',
    'allocation_live_host_name_fkey',
    'reservation_pinned_cpus_excl',
    'reservation_compute_check',
    'reservation_move_of_check',
    'reservation_move_of_fkey',
    'reservation_state_check',
    'reservation_recommendation_id_fkey',
    'reservation_live_host_name_fkey',
    'host_capacity_amounts_check',
    'host_capacity_foreign_check',
    'host_capacity_host_name_fkey',
  ].map((name) => `constraint ${name}`),
  ...[
    'host_keep_capacity',
    'host_stamp_change',
    ...['reservation', 'allocation'].flatMap((table) => [
      `${table}_take_amounts`,
      `${table}_move_amounts`,
      `${table}_give_amounts`,
      `${table}_transition`,
      `${table}_in_time`,
      `${table}_history_of_insert`,
      `${table}_history_of_update`,
      `${table}_history_of_delete`,
    ]),
    ...['insert', 'update', 'delete'].map((event) => `reservation_judge_servers_of_${event}`),
    'reservation_cpus_not_foreign',
    'reservation_end_move',
    'reservation_stray_move',
    'replan_step_stray_move',
    'allocation_not_quarantined',
    'allocation_not_foreign',
    'cloud_server_judge_claims',
    'cloud_server_claim_judge',
    ...['take', 'move', 'give'].map((what) => `cloud_server_claim_${what}_amounts`),
    'ledger_history_append_only',
  ].map((name) => `trigger ${name}`),
];

/** Everything of these kinds that is in force on the ledger's tables; disabled and half-built ones are left out. */
export const GUARDS_IN_FORCE: Statement = {
  text: `
    WITH guarded AS (
      SELECT to_regclass(name) AS id FROM unnest(ARRAY[
        'host', 'host_capacity', 'reservation', 'allocation', 'ledger_history', 'device_quarantine',
        'cloud_server', 'cloud_server_claim', 'replan_step']) name
    )
    SELECT 'constraint ' || conname AS guard FROM pg_constraint JOIN guarded ON conrelid = guarded.id WHERE convalidated
    UNION ALL
    SELECT 'unique index ' || relname FROM pg_index JOIN guarded ON indrelid = guarded.id
    JOIN pg_class ON pg_class.oid = indexrelid WHERE indisunique AND indisvalid
    UNION ALL
    SELECT 'trigger ' || tgname FROM pg_trigger JOIN guarded ON tgrelid = guarded.id WHERE tgenabled IN ('O', 'A')`,
};
