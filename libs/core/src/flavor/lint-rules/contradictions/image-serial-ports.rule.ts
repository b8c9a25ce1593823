import type { ContradictionRule } from '../../lint/contradiction-rule';
import { remove } from '../../lint/lint-fix';

export const imageSerialPorts: ContradictionRule = {
  exception: 'ImageSerialPortNumberExceedFlavorValue',
  rule: 'An image asks for no more serial ports than the flavor allows.',
  source: 'nova/virt/hardware.py get_number_of_serial_ports',
  fixes: (_given, { pointer }) => [[remove(pointer)]],
};
