import { NIC_DEVICE_RULES } from '../../feasibility/rules';
import type { PfState } from '../../fleet/host-state';
import type { RequestContext } from '../request-context';

/**
 * Numbers PFs so that those with the same number are open for the same paths, closed to others for the same reasons, and
 * suffice for as many NICs: PFs that differ only in what they are worth. A PF with 30 free VFs is as open as one with 31.
 */
export class PfClasses {
  private readonly byFacet = new Map<string, number>();
  private readonly byText = new Map<string, number>();

  constructor(private readonly context: RequestContext) {}

  /** Holds for requests that do not ask who else is on the PF: facets leave tenants out. */
  of(pf: PfState): number {
    let number = this.byFacet.get(pf.facet);
    if (number === undefined) {
      const text = this.textOf(pf);
      number = this.byText.get(text) ?? this.byText.size;
      this.byText.set(text, number);
      this.byFacet.set(pf.facet, number);
    }
    return number;
  }

  private textOf(pf: PfState): string {
    const { nics } = this.context;
    const enough = (vfs: readonly unknown[]): number => Math.min(vfs.length, nics.length);
    const { numaNode, physicalNetwork } = pf.pf;
    let text = `${numaNode} ${physicalNetwork?.toLowerCase()} ${pf.wholeIsFree}`;
    text += ` ${enough(pf.usableVfs)} ${enough(pf.netdevVfs)} ${enough(pf.vdpaVfs)}`;
    for (const [index, { nic, paths, firstAlike }] of nics.entries()) {
      if (firstAlike !== index) continue;
      for (const path of paths) {
        if (path.takes === 'nothing') continue;
        for (const rule of NIC_DEVICE_RULES) {
          const refusal = rule.reject(path, nic, pf, this.context);
          text += refusal === null ? ',' : `,${refusal.code};${refusal.required};${refusal.available}`;
        }
      }
    }
    return text;
  }
}
