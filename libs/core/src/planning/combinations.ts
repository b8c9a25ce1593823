import type { NicOption } from './host-options';

/** More combinations than this are not tried; the options of each NIC are cut, catalogue order first, until they fit. */
const MAX_COMBINATIONS = 256;

/**
 * Every way to give each NIC one of its paths. An image has one `hw_vif_model` for all its `normal` ports, so an
 * emulated NIC and a virtio NIC never stand side by side.
 */
export function combinationsOf(options: readonly (readonly NicOption[])[]): readonly (readonly NicOption[])[] {
  let combinations: (readonly NicOption[])[] = [[]];
  for (const nicOptions of withinBudget(options)) {
    const longer: (readonly NicOption[])[] = [];
    for (const combination of combinations) {
      for (const option of nicOptions) {
        if (agrees(combination, option)) longer.push([...combination, option]);
      }
    }
    combinations = longer;
  }
  return combinations;
}

function agrees(combination: readonly NicOption[], { path }: NicOption): boolean {
  if (path.vifModel === null) return true;
  return combination.every((other) => other.path.vifModel === null || other.path.vifModel === path.vifModel);
}

/** Cuts the longest lists first, so that a VM with many NICs still has a choice for each. */
function withinBudget(options: readonly (readonly NicOption[])[]): readonly (readonly NicOption[])[] {
  if (productOf(options) <= MAX_COMBINATIONS) return options;
  const cut = options.map((nicOptions) => [...nicOptions]);
  while (productOf(cut) > MAX_COMBINATIONS) {
    const longest = cut.reduce((a, b) => (b.length >= a.length ? b : a));
    if (longest.length < 2) break;
    longest.pop();
  }
  return cut;
}

function productOf(options: readonly (readonly NicOption[])[]): number {
  let product = 1;
  for (const nicOptions of options) product *= nicOptions.length;
  return product;
}
