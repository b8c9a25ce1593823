import { PARAMETERS } from '../model/parameters.data';
import { SHIPPED_MODEL } from '../model/path-model';
import { type CalibratedModel, CalibratedModels, modelKeyOf } from './calibrated-model';

const faster = (value: number) => ({ 'vhost_net.adder_us': { value, sdLn: 0.05 } });
const MODEL: CalibratedModel = {
  version: '2026.11.0+1',
  scopes: [
    { scope: { kind: 'all' }, parameters: faster(30) },
    { scope: { kind: 'host', name: 'compute-01' }, parameters: faster(10) },
    { scope: { kind: 'hardware_class', name: 'xeon' }, parameters: faster(20) },
  ],
};

const keyOf = (hostName: string, hardwareClass: string, model: CalibratedModel | null = MODEL) =>
  modelKeyOf({ hostName, hardwareClass }, model);

describe('a calibrated model', () => {
  it('predicts a host by its own parameters, else by those of its hardware, else by those of all', () => {
    const models = CalibratedModels.of(MODEL);
    const adders = [keyOf('compute-01', 'xeon'), keyOf('compute-02', 'xeon'), keyOf('compute-03', 'epyc')].map(
      (key) => models.get(key).parameters['vhost_net.adder_us'].default,
    );

    expect(adders).toEqual([10, 20, 30]);
  });

  it('is the one as shipped where nothing was fitted', () => {
    expect(CalibratedModels.of(null).get(keyOf('compute-01', 'xeon', null))).toBe(SHIPPED_MODEL);
    const ofOneHost = { ...MODEL, scopes: MODEL.scopes.slice(1, 2) };
    expect(CalibratedModels.of(ofOneHost).get(keyOf('compute-02', 'xeon', ofOneHost))).toBe(SHIPPED_MODEL);
  });

  it('leaves parameters that were not fitted as they are, and is worked out once', () => {
    const model = CalibratedModels.of(MODEL).get('all');

    expect(model.parameters['virtio.adder_us']).toBe(PARAMETERS['virtio.adder_us']);
    expect(model.version).toBe('2026.11.0+1');
    expect(CalibratedModels.of(MODEL).get('all')).toBe(model);
  });

  it('holds a fitted parameter for as certain as the fit says', () => {
    const { 'vhost_net.adder_us': fitted } = CalibratedModels.of(MODEL).get('all').parameters;

    expect(fitted).toMatchObject({ default: 30, sdLn: 0.05, thin: false });
  });
});
