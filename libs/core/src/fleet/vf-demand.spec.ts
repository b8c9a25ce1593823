import { vfPrice } from './vf-demand';

describe('the price of a VF', () => {
  it.each([
    ['nobody asked for one of late', 0, 100, 0],
    ['nobody asked for one of late, and none is left', 0, 0, 0],
    ['as many were taken in a day as are left', 8, 8, 0.5],
    ['one was taken and three are left', 1, 3, 0.25],
    ['none is left', 5, 0, 1],
  ])('when %s', (_case, demand, free, price) => {
    expect(vfPrice(demand, free)).toBe(price);
  });
});
