import type { Parameter } from './parameter';

/** Measurement ids behind some parameters, sorted, each once. */
export function evidenceOf(parameters: readonly Parameter[]): readonly string[] {
  return [...new Set(parameters.flatMap((parameter) => parameter.evidence))].sort();
}
