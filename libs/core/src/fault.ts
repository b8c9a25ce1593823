/** One thing that is wrong with a document somebody sent. */
export interface Fault {
  /** RFC 6901 JSON pointer into the body, in wire names: `/numa_nodes/0/cpus`. */
  readonly pointer: string;
  /** Dotted, stable: `pci_address.malformed`. */
  readonly code: string;
  readonly message: string;
}
