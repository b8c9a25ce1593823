/** Why a result of a tool is not taken. */
export type UnreadableCode =
  | 'benchmark.not_this_format'
  | 'benchmark.truncated'
  | 'benchmark.failed_run'
  | 'benchmark.packets_lost'
  | 'benchmark.page_cache'
  | 'benchmark.mixed_sizes'
  | 'benchmark.not_grouped'
  | 'benchmark.not_a_round_trip'
  | 'benchmark.no_result'
  | 'benchmark.unknown_unit';

/** A result that says nothing, or nothing true. */
export class UnreadableResult extends Error {
  constructor(
    readonly code: UnreadableCode,
    message: string,
  ) {
    super(message);
    this.name = 'UnreadableResult';
  }
}
