import { SERVER_SETTINGS } from './server-settings.js';
import { SERVICE_SETTINGS } from './service-settings.js';
import type { Setting, SettingTable } from './setting.js';

export const SECTIONS = ['target-eye', 'hypercorn'] as const;

/** A section of the config file. */
export type Section = (typeof SECTIONS)[number];

/** Everything that can be set, by the name that it has in the config file. */
export const SETTINGS = { ...inSection('target-eye', SERVICE_SETTINGS), ...inSection('hypercorn', SERVER_SETTINGS) };

type InSection<Table> = { readonly [Name in keyof Table]: Table[Name] & SectionedSetting };

interface SectionedSetting extends Setting<unknown> {
  readonly section: Section;
}

function inSection<Table extends SettingTable>(section: Section, table: Table): InSection<Table> {
  return Object.fromEntries(
    Object.entries(table).map(([name, setting]) => [name, { ...setting, section }]),
  ) as InSection<Table>;
}

type Tables = typeof SERVICE_SETTINGS & typeof SERVER_SETTINGS;

export type SettingName = keyof Tables;

/** The value of every setting, under its own name. */
export type Settings = {
  readonly [Name in SettingName]: ReturnType<Tables[Name]['parse']> | ValueWhenUnset<Tables[Name]>;
};

type ValueWhenUnset<Of> = Of extends { readonly fallback: string } ? never : undefined;

export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

/** The environment variables that set it; the first one wins. */
export function variablesOf(name: SettingName): readonly string[] {
  return SETTINGS[name].variables ?? [name.toUpperCase()];
}

export function namesIn(section: Section): readonly SettingName[] {
  return SETTING_NAMES.filter((name) => SETTINGS[name].section === section);
}
