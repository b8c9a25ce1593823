import type { Fleet, HostClaim, PlacedNic, VmRequest } from '@iopath/core';

/** Where a VM goes, and what it takes there. */
export interface Place {
  readonly hostName: string;
  readonly claim: HostClaim;
  /** One for each NIC, in their order. */
  readonly nics: readonly PlacedNic[];
  /** Host nodes that the guest lies on; null when it floats. */
  readonly guestNodes: readonly number[] | null;
}

/** Who decides where VMs go. One that remembers anything does so for one replay. */
export interface PlacingPolicy {
  readonly name: string;
  /** The request as it is put to this policy: a tenant has to choose a kind of port where nobody does it for them. */
  asked(request: VmRequest): VmRequest;
  /**
   * The place of one VM; null when the policy finds none.
   *
   * @param vmId names the claim.
   * @param atS when it is asked for.
   */
  place(request: VmRequest, vmId: string, fleet: Fleet, atS: number): Place | null;
}
