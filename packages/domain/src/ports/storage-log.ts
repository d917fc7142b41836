/** Where a storage says what an operator should know. */
export interface StorageLog {
  info(message: string, details: object): void;
  warn(message: string, details: object): void;
}
