/** Classes as inventory documents name them; network functions have a list of their own there. */
export type PciClass = 'network' | 'nvme' | 'hba' | 'gpu' | 'accelerator';

const NETWORK = 0x02;
const DISPLAY = 0x03;
const PROCESSING_ACCELERATOR = 0x12;

/** Base class and sub-class (PCI Code and ID Assignment Specification 1.14, chapter 1). */
const SUB_CLASSES: ReadonlyMap<number, PciClass> = new Map([
  [0x0100, 'hba'], // SCSI
  [0x0104, 'hba'], // RAID
  [0x0107, 'hba'], // SAS
  [0x0108, 'nvme'],
  [0x0b40, 'accelerator'], // co-processor: QuickAssist
  [0x0c04, 'hba'], // Fibre Channel
]);

/**
 * What a function is good for by its class, base class and sub-class as a number of four hex digits: `0x0200`. Null for
 * bridges, chipset parts and the host's own controllers (SATA, USB, sound): nobody passes those through for their speed.
 */
export function pciClassOf(subClass: number): PciClass | null {
  switch (subClass >> 8) {
    case NETWORK:
      return 'network';
    case DISPLAY:
      return 'gpu';
    case PROCESSING_ACCELERATOR:
      return 'accelerator';
    default:
      return SUB_CLASSES.get(subClass) ?? null;
  }
}
