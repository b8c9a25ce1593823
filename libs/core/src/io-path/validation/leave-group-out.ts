import { groupBy } from '../../group-by';
import { fitParameters, type Fit, type Observation } from '../calibration/fit-parameters';
import { PRIORS } from '../calibration/priors.data';
import { PARAMETERS } from '../model/parameters.data';
import { pathModel } from '../model/path-model';
import { askTable, type AskedRow } from './asked-rows';
import type { Measurement, SkippedRow } from './measurement';
import { errorSummary, hasFraction, type ErrorSummary, type ValidatedRow } from './validate-model';

/** What the formulas cannot get right even on one host (docs/model.md, "How to fit"). */
const MODEL_SD = 0.05;
/** How far a quantity lies off on one test bed in all rows of its kind: many such rows say little more than one. */
const TEST_BED_SD = 0.15;

/** Observations of a table for a fit; rows of one test bed, path and metric count together. */
export function observationsOf(asked: readonly AskedRow[]): readonly Observation[] {
  const keyOf = ({ group, path, metric }: Measurement): string => [group, path, metric].join('\n');
  const sizes = new Map([...groupBy(asked, ({ row }) => keyOf(row))].map(([key, rows]) => [key, rows.length]));
  return asked.map(({ row, question }) => ({
    measured: row.value,
    sdLn: Math.sqrt(MODEL_SD ** 2 + (sizes.get(keyOf(row)) ?? 1) * TEST_BED_SD ** 2),
    predict: question,
  }));
}

/** What a table makes of the priors, the parameters without one left as shipped. */
export function fitTable(table: readonly (Measurement | SkippedRow)[]): Fit {
  return fitParameters(PARAMETERS, PRIORS, observationsOf(askTable(table).asked));
}

export interface LeaveGroupOut {
  readonly groups: number;
  readonly fraction: ErrorSummary;
  readonly value: ErrorSummary;
  readonly validated: readonly ValidatedRow[];
}

/** Predicts each test bed's rows with parameters fitted from the priors to all other test beds. */
export function leaveGroupOut(table: readonly (Measurement | SkippedRow)[]): LeaveGroupOut {
  const { asked } = askTable(table);
  const groups = groupBy(asked, ({ row }) => row.group);
  const validated: ValidatedRow[] = [];
  for (const [group, own] of groups) {
    const others = asked.filter(({ row }) => row.group !== group);
    const model = pathModel('left out', fitParameters(PARAMETERS, PRIORS, observationsOf(others)).fitted);
    for (const { row, question } of own) {
      const value = question(model);
      validated.push({
        row,
        predicted: { value, low: value, high: value },
        error: value / row.value - 1,
        covered: false,
      });
    }
  }
  return {
    groups: groups.size,
    fraction: errorSummary(validated.filter(({ row }) => hasFraction(row))),
    value: errorSummary(validated),
    validated,
  };
}
