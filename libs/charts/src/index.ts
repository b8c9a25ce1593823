export { CHART_POLICY, drawSvg } from './draw-svg';
export { pathsChart } from './paths-chart';
export { validationChart, type ValidationPicture, type ValidationPoint } from './validation-chart';
