import type { Fault } from '@iopath/core';

/** The fields that one kind of thing has beside its kind. */
export interface VariantFields {
  readonly needs: readonly string[];
  readonly may?: readonly string[];
}

/** What a document that is of one of several kinds lacks for its kind, and what has no meaning for it. */
export function variantFaults(
  document: object,
  kindField: string,
  kind: string,
  { needs, may = [] }: VariantFields,
  pointer: string,
): readonly Fault[] {
  const given = Object.keys(document).filter((field) => field !== kindField);
  return [
    ...needs
      .filter((field) => !given.includes(field))
      .map((field) => ({
        pointer: `${pointer}/${field}`,
        code: 'field.required',
        message: `must be given for "${kind}"`,
      })),
    ...given
      .filter((field) => !needs.includes(field) && !may.includes(field))
      .map((field) => ({
        pointer: `${pointer}/${field}`,
        code: 'replan.field_without_use',
        message: `says nothing of "${kind}"`,
      })),
  ];
}
