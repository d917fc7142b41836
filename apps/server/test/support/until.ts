export { until } from '@target-eye/domain/testing';
