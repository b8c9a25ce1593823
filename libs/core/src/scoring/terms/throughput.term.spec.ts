import { aNicRequest } from '@iopath/testing';
import { amount, diskInput, diskPrediction, nicInput, nicPrediction } from '../../spec-score-inputs';
import { diskThroughput, nicThroughput } from './throughput.term';

describe('the throughput of a NIC that carries 5000 Mbit/s and 1000 kpps', () => {
  const predicted = nicPrediction({ throughputMbps: amount(5_000), packetRateKpps: amount(1_000) });

  it.each([
    [10_000, null, 0.5, '5000 of 10000 Mbit/s'],
    [5_000, null, 1, '5000 of 5000 Mbit/s'],
    [1_000, null, 1, '5000 of 1000 Mbit/s'],
    [null, 4_000, 0.25, '1000 of 4000 kpps'],
    [10_000, 4_000, 0.25, '5000 of 10000 Mbit/s, 1000 of 4000 kpps'],
    [10_000, 500, 0.5, '5000 of 10000 Mbit/s, 1000 of 500 kpps'],
    [null, null, 1, "5000 of the profile's 1000 Mbit/s"],
  ])('asked for %s Mbit/s and %s kpps is worth %d', (bandwidthMbps, packetRateKpps, worth, reason) => {
    const input = nicInput({ nic: aNicRequest({ bandwidthMbps, packetRateKpps }), predicted });

    expect(nicThroughput.value(input)).toBe(worth);
    expect(nicThroughput.reason(input)).toBe(reason);
  });
});

describe('without a stated need', () => {
  it('a NIC is measured by the profile’s bits, and by packets alone where only those are asked for', () => {
    const predicted = nicPrediction({ throughputMbps: amount(500), packetRateKpps: amount(1_000) });
    const valueFor = (packetRateKpps: number | null) =>
      nicThroughput.value(nicInput({ nic: aNicRequest({ bandwidthMbps: null, packetRateKpps }), predicted }));

    expect(valueFor(null)).toBe(0.5);
    expect(valueFor(1_000)).toBe(1);
  });

  it('a disk is measured by the profile’s requests, and by bytes alone where only those are asked for', () => {
    const predicted = diskPrediction({ iops: amount(2_500), throughputMibps: amount(400) });
    const valueFor = (throughputMibps: number | null) =>
      diskThroughput.value(diskInput({ disk: { ...diskInput().disk, iops: null, throughputMibps }, predicted }));

    expect(valueFor(null)).toBe(0.5);
    expect(valueFor(400)).toBe(1);
  });
});

describe('the throughput of a disk that does 10000 IOPS and 400 MiB/s', () => {
  const predicted = diskPrediction({ iops: amount(10_000), throughputMibps: amount(400) });

  it.each([
    [20_000, null, 0.5, '10000 of 20000 IOPS'],
    [null, 800, 0.5, '400 of 800 MiB/s'],
    [20_000, 1_600, 0.25, '10000 of 20000 IOPS, 400 of 1600 MiB/s'],
    [null, null, 1, "10000 of the profile's 5000 IOPS"],
  ])('asked for %s IOPS and %s MiB/s is worth %d', (iops, throughputMibps, worth, reason) => {
    const input = diskInput({ disk: { ...diskInput().disk, iops, throughputMibps }, predicted });

    expect(diskThroughput.value(input)).toBe(worth);
    expect(diskThroughput.reason(input)).toBe(reason);
  });
});
