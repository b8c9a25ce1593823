import type { SettingFacts } from '@iopath/core';
import type { SourceNotes } from '../notes/source-notes';
import type { NovaOptions } from './nova-options';
import { numberOption } from './option-values';

const RESOURCES = ['cpu', 'ram', 'disk'] as const;
const MAX_RATIO = 1000;

/**
 * `cpu_allocation_ratio` and its siblings; 0.0 means that none is set. `initial_*` counts when Nova first sees the host and
 * whoever manages Placement may have changed it since, so it is told as assumed. Neither: not told, as defaults differ by
 * release.
 */
export function ratiosOf(options: NovaOptions, notes: SourceNotes): NonNullable<SettingFacts['allocationRatios']> {
  const ratios: { cpu?: number; ram?: number; disk?: number } = {};
  for (const resource of RESOURCES) {
    const name = `${resource}_allocation_ratio`;
    const set = numberOption(options.one(['DEFAULT', name]), 0, MAX_RATIO);
    const initial = numberOption(options.one(['DEFAULT', `initial_${name}`]), 0, MAX_RATIO);
    if (set !== undefined && set > 0) ratios[resource] = set;
    else if (initial !== undefined && initial > 0) {
      ratios[resource] = initial;
      notes.assume(
        `allocation_ratios.${resource}`,
        `of initial_${name}, which may have been changed in Placement since`,
      );
    }
  }
  return ratios;
}
