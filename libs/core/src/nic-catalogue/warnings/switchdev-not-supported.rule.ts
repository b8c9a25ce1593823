import { isConfirmed } from '../is-confirmed';
import type { NicWarningRule } from './nic-warning';

export const switchdevNotSupported: NicWarningRule = ({ address, eswitchMode }, family) => {
  const { title, pfDriver, features } = family;
  if (eswitchMode !== 'switchdev' || features.switchdev !== false || !isConfirmed(family, 'features')) return [];
  const detail = `The eswitch is said to be in switchdev mode; ${pfDriver} has none for ${title}.`;
  return [{ code: 'nic.switchdev_not_supported', address, detail }];
};
