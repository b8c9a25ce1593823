import { anInventory, aPf } from '@iopath/testing';
import { hardwareClassOf } from './hardware-class';

describe('the hardware class of a host', () => {
  const inventory = anInventory({ pfs: [aPf(1)] });
  const cpu = { ...inventory.cpu, model: 'Xeon 8362' };

  it('names processor and kinds of NIC, whatever their number and order', () => {
    const mlx = { ...aPf(1), vendorId: '15b3', productId: '101d' };
    const e810 = { ...aPf(1), vendorId: '8086', productId: '1592' };

    expect(hardwareClassOf({ ...inventory, cpu, pfs: [e810, mlx, mlx] })).toBe('Xeon 8362 / 15b3:101d / 8086:1592');
    expect(hardwareClassOf({ ...inventory, cpu, pfs: [] })).toBe('Xeon 8362');
  });

  it('holds processors of which only the architecture is known apart from those that are known', () => {
    expect(hardwareClassOf({ ...inventory, cpu: { ...cpu, model: null }, pfs: [] })).toBe(`unknown ${cpu.arch}`);
  });
});
