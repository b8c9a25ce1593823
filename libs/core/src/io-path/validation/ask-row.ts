import { diskQuestion } from './disk-questions';
import { interruptQuestion } from './interrupt-questions';
import type { Measurement } from './measurement';
import { isBareHost, type MeasurementGroup } from './native-facts';
import { networkQuestion } from './network-questions';
import { notPredicted, NotPredictedError, type RowQuestion } from './row-question';

/** Kinds of row that a model is judged on; the others are good for direction and order of magnitude only. */
const JUDGED_KINDS: ReadonlySet<string> = new Set(['typical', 'derived']);
/** Baselines that are the same load under another condition, by what the row is without it. */
const BASELINES: Readonly<Record<string, (row: Measurement) => Measurement>> = {
  'measured(local)': (row) => ({ ...row, numa: 'local' }),
  'measured(no-IOMMU)': (row) => ({ ...row, workload: row.workload.replace(/,? *[^,]*IOMMU.*$/i, '') }),
  'dedicated-cores': (row) => ({ ...row, workload: row.workload.replace(/shar(?:e|ing).*$/i, '') }),
  virtio: (row) => ({ ...row, path: 'virtio-blk' }),
  'virtio-blk': (row) => ({ ...row, path: 'virtio-blk' }),
  'vhost-net': (row) => ({ ...row, path: 'vhost-net' }),
};
/** What is measured of the host itself, not of a way through it. */
const NO_PATHS: ReadonlySet<string> = new Set(['primitive', 'cpu', 'xen-pv', 'hyperv-pv', 'binary-translation']);

function questionOf(row: Measurement, group: MeasurementGroup): RowQuestion {
  return (
    diskQuestion(row, group) ??
    networkQuestion(row, group) ??
    interruptQuestion(row, group) ??
    notPredicted(`"${row.metric}" is not something the model predicts`)
  );
}

/** Against another baseline than the bare host: the baseline's value times what the condition makes of it. */
function againstBaseline(row: Measurement, group: MeasurementGroup, native: number): RowQuestion | null {
  const without = BASELINES[row.nativeKind];
  if (without === undefined) return null;
  const plain = { ...row, nativeValue: null, nativeKind: '', unit: row.unit === 'relative' ? 'kIOPS' : row.unit };
  const question = questionOf(plain, group);
  const baseline = questionOf(without(plain), group);
  return (model) => (native * question(model)) / baseline(model);
}

/**
 * The question that a row asks, in words of the model: its path, load and conditions, by general rules on what the row
 * itself says. @throws NotPredictedError with the reason.
 */
function ask(row: Measurement, group: MeasurementGroup): RowQuestion {
  if (!JUDGED_KINDS.has(row.kind)) notPredicted(`kind "${row.kind}" is no measurement to judge a model by`);
  if (NO_PATHS.has(row.path)) notPredicted(`path "${row.path}" is not an I/O path of a guest`);
  if (row.nativeValue !== null && !isBareHost(row)) {
    const question = againstBaseline(row, group, row.nativeValue);
    if (question !== null) return question;
  }
  return questionOf(row, group);
}

/** The question that a row asks, or why it asks none that the model can answer. */
export function askRow(row: Measurement, group: MeasurementGroup): RowQuestion | { readonly reason: string } {
  try {
    return ask(row, group);
  } catch (error) {
    if (!(error instanceof NotPredictedError)) throw error;
    return { reason: error.message };
  }
}
