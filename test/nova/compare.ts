import {
  checkExtraSpecs,
  guestTopologyOf,
  placeOnHost,
  type HostState,
  type Placement,
  type VmRequest,
} from '@iopath/core';
import type { NovaAnswer, NovaCase } from './driver/nova-case';
import { caseOfPlacement, caseOfRequest, ZED } from './translate/request-case';

/** What the core says of one request on one host. */
export interface OwnAnswer {
  /** Exception class with which Nova would refuse flavor and image; null when it takes them. */
  readonly refusal: string | null;
  readonly placement: Placement | null;
}

export interface Comparison {
  readonly own: OwnAnswer;
  readonly nova: NovaAnswer;
  readonly question: NovaCase;
  /** Whether guest cells differ in what they want, so that Nova's cell pairs can stand for one another. */
  readonly asymmetric: boolean;
  /** What they disagree on, in a line; null when they agree. */
  readonly disagreement: string | null;
}

type Ask = (question: NovaCase) => Promise<NovaAnswer>;

/** Asks the core first, then Nova what our answer would send it. */
export async function compare(request: VmRequest, host: HostState, ask: Ask): Promise<Comparison> {
  const own = ownAnswer(request, host);
  const { placement } = own;
  const question = placement === null ? caseOfRequest(request, host) : caseOfPlacement(request, host, placement);
  const nova = await ask(question);
  // What we would add can contradict what the caller says; then there is no answer, and Nova would refuse it.
  const { vcpus, ramMib, diskGib } = request.flavor;
  const sent = { vcpus, ramMib, diskGib, extraSpecs: question.flavor.extra_specs };
  const refusal = own.refusal ?? ownRefusal({ flavor: sent, image: request.image });
  const disagreement = disagreementOf({ ...own, refusal }, nova);
  return { own, nova, question, asymmetric: isAsymmetric(nova), disagreement };
}

export function ownAnswer(request: VmRequest, host: HostState): OwnAnswer {
  const refusal = ownRefusal(request);
  return { refusal, placement: refusal === null ? placeOnHost(request, host, ZED) : null };
}

/** The flavor API speaks before server create does; a page size that cannot boot is only refused there. */
export function ownRefusal({ flavor, image }: Pick<VmRequest, 'flavor' | 'image'>): string | null {
  const faults = checkExtraSpecs(flavor.extraSpecs, ZED.release);
  if (faults.some(({ code }) => code !== 'extra_spec.page_size_does_not_boot')) return 'ValidationError';
  const guest = guestTopologyOf(flavor, image);
  return guest.ok ? null : guest.refusal.exception;
}

function disagreementOf(own: OwnAnswer, nova: NovaAnswer): string | null {
  const isRefused = nova.stage === 'extra_specs' || nova.stage === 'flavor_image';
  const novaRefusal = isRefused ? (nova.error ?? 'refused') : null;
  if (own.refusal !== novaRefusal) return `refusal: ours ${own.refusal}, Nova's ${novaRefusal} (${nova.message})`;
  if ((own.placement !== null) !== nova.fits) {
    return nova.fits ? 'Nova places it, we do not' : `we place it, Nova does not: ${nova.stage} ${nova.error ?? ''}`;
  }
  return own.placement === null ? null : whereabouts(own.placement, nova);
}

/** Cells in the guest's order, page sizes, pins and emulator CPUs, as text that can be compared and read. */
function whereabouts({ compute }: Placement, { cells }: NovaAnswer): string | null {
  const ours = compute.cells.map(({ hostNode, pageSizeKib, pinning }) => ({ hostNode, pageSizeKib, pinning }));
  const theirs = (cells ?? []).map((cell, at) => ({
    hostNode: cell.host,
    pageSizeKib: cell.page_size_kib ?? ours[at]?.pageSizeKib,
    pinning: cell.pins,
  }));
  const [a, b] = [JSON.stringify(ours), JSON.stringify(theirs)];
  if (a !== b) return `whereabouts: ours ${a}, Nova's ${b}`;
  const emulator = (cells ?? []).flatMap((cell) => cell.emulator);
  const pinned = new Set(compute.cells.flatMap((cell) => cell.pinnedCpus));
  return emulator.every((cpu) => pinned.has(cpu)) ? null : `emulator threads: Nova's ${emulator.join()}`;
}

function isAsymmetric({ guest }: NovaAnswer): boolean {
  const kinds = (guest?.cells ?? []).map((cell) => [cell.shared.length, cell.dedicated.length, cell.memory_mib].join());
  return new Set(kinds).size > 1;
}
