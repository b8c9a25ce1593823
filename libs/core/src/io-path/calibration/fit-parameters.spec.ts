import { aNic } from '../model/model-inputs.fixture';
import { PARAMETERS, type ParameterName } from '../model/parameters.data';
import { pathModel, type PathModel } from '../model/path-model';
import { fitParameters, type Observation, type Priors } from './fit-parameters';

const PRIORS: Priors = {
  'vhost_net.stack_packet_ns': { value: 1300, sdLn: 0.35 },
  'vhost_net.bulk_ns_per_byte': { value: 0.61, sdLn: 0.3 },
  'virtio.packet_ns': { value: 5800, sdLn: 0.25 },
};
const SD = 0.05;

const bulk = ({ predictNic }: PathModel): number => predictNic(aNic()).throughputMbps.value;
const small = ({ predictNic }: PathModel): number => predictNic(aNic()).packetRateKpps.value;

/** An operator whose back end takes `times` as long as shipped, measured without error. */
function operator(times: number): PathModel {
  const scaled = (name: ParameterName) => ({ ...PARAMETERS[name], default: PARAMETERS[name].default * times });
  const own = {
    'vhost_net.stack_packet_ns': scaled('vhost_net.stack_packet_ns'),
    'vhost_net.bulk_ns_per_byte': scaled('vhost_net.bulk_ns_per_byte'),
  };
  return pathModel('operator', { ...PARAMETERS, ...own });
}

function observed(of: (model: PathModel) => number, truth: PathModel, runs = 1): readonly Observation[] {
  return Array.from({ length: runs }, () => ({ measured: of(truth), sdLn: SD, predict: of }));
}

const posteriorOf = (fit: ReturnType<typeof fitParameters>, name: ParameterName) =>
  fit.parameters.find((each) => each.name === name)?.posterior ?? { value: NaN, sdLn: NaN };

describe('a fit of parameters', () => {
  it.each([0.7, 2])('finds the truth of an operator whose back end takes %d times as long', (times) => {
    const truth = operator(times);
    const fit = fitParameters(PARAMETERS, PRIORS, [...observed(bulk, truth, 5), ...observed(small, truth, 5)]);

    for (const name of ['vhost_net.stack_packet_ns', 'vhost_net.bulk_ns_per_byte'] as const) {
      const { value, sdLn } = posteriorOf(fit, name);
      expect(Math.abs(Math.log(value / (PARAMETERS[name].default * times)))).toBeLessThan(2 * sdLn + 0.01);
    }
    const fitted = pathModel('fitted', fit.fitted);
    const off = (model: PathModel) => Math.abs(Math.log(bulk(model) / bulk(truth)));
    expect(off(fitted)).toBeLessThan(0.5 * off(pathModel('shipped', PARAMETERS)));
  });

  it('is the closed form of two Gaussians where one parameter decides one observation', () => {
    const truth = operator(1.2);
    const { value, sdLn } = posteriorOf(
      fitParameters(PARAMETERS, PRIORS, observed(bulk, truth)),
      'vhost_net.bulk_ns_per_byte',
    );
    const [prior, data] = [1 / 0.3 ** 2, 1 / SD ** 2];

    // Within what Huber's weights take from an observation that lies more than 1.5 spreads off at first.
    expect(Math.log(value / 0.61)).toBeCloseTo((data * Math.log(1.2)) / (prior + data), 2);
    expect(sdLn).toBeCloseTo(1 / Math.sqrt(prior + data), 2);
  });

  it('leaves a parameter that nothing speaks of at its prior', () => {
    const fit = fitParameters(PARAMETERS, PRIORS, observed(bulk, operator(2), 5));
    const untouched = fit.parameters.find(({ name }) => name === 'virtio.packet_ns');

    expect(untouched).toMatchObject({ observations: 0, clipped: false });
    expect(untouched?.posterior.value).toBeCloseTo(5800, 6);
    expect(untouched?.posterior.sdLn).toBeCloseTo(0.25, 9);
    expect(fit.fitted['host.clock_ghz']).toBe(PARAMETERS['host.clock_ghz']);
  });

  it('is surer the more was measured', () => {
    const sds = [1, 4, 16].map(
      (runs) =>
        posteriorOf(fitParameters(PARAMETERS, PRIORS, observed(bulk, operator(1), runs)), 'vhost_net.bulk_ns_per_byte')
          .sdLn,
    );

    expect(sds).toEqual([...sds].sort((a, b) => b - a));
    expect(new Set(sds).size).toBe(3);
  });

  it('does not follow data further than three spreads, and says so', () => {
    const fit = fitParameters(PARAMETERS, PRIORS, observed(bulk, operator(20), 50));
    const pulled = fit.parameters.find(({ name }) => name === 'vhost_net.bulk_ns_per_byte');

    expect(pulled?.clipped).toBe(true);
    expect(pulled?.posterior.value).toBeCloseTo(0.61 * Math.exp(0.9), 6);
  });
});
