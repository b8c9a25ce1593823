import { PARAMETERS, type ModelParameters } from '../model/parameters.data';
import { askRow } from './ask-row';
import { aMeasurement } from './measurement.fixture';
import { neighbourhoodOf, predictRow } from './row-interval';

const question = (() => {
  const asked = askRow(aMeasurement(), []);
  if (typeof asked !== 'function') throw new Error(asked.reason);
  return asked;
})();
const width = (parameters: ModelParameters): number => {
  const { low, high } = predictRow(neighbourhoodOf('spec', parameters), question);
  return Math.log(high / low);
};

describe('the interval of a predicted row', () => {
  it('has the value inside', () => {
    const { value, low, high } = predictRow(neighbourhoodOf('spec', PARAMETERS), question);

    expect(low).toBeLessThan(value);
    expect(value).toBeLessThan(high);
  });

  it('is wider with less evidence', () => {
    const name = 'vhost_net.bulk_ns_per_byte';
    const thin = { ...PARAMETERS, [name]: { ...PARAMETERS[name], thin: true } };
    const sure = { ...PARAMETERS, [name]: { ...PARAMETERS[name], sdLn: 0.05 } };

    expect(width(thin)).toBeGreaterThan(width(PARAMETERS));
    expect(width(sure)).toBeLessThan(width(PARAMETERS));
  });

  it('is not touched by what the row does not depend on', () => {
    const name = 'virtio_blk.adder_us';
    const doubtful = { ...PARAMETERS, [name]: { ...PARAMETERS[name], sdLn: 2 } };

    expect(width(doubtful)).toBeCloseTo(width(PARAMETERS), 12);
  });

  it('reaches further down than up where the line is the next to limit', () => {
    const asked = askRow(aMeasurement({ path: 'vhost-net', speedMbps: 14_000, nativeValue: null, nativeKind: '' }), []);
    if (typeof asked !== 'function') throw new Error(asked.reason);
    const { value, low, high } = predictRow(neighbourhoodOf('spec', PARAMETERS), asked);

    expect(Math.log(value / low)).toBeGreaterThan(1.5 * Math.log(high / value));
  });
});
