/** The package has no types of its own; this is what is used of it. */
declare module 'jstat' {
  export const jStat: { readonly studentt: { readonly inv: (p: number, degreesOfFreedom: number) => number } };
}
