/**
 * The packages of package.json beside this file. They are loaded by name, and typed where they are used by the little
 * that is used, so that the type check does not need them to be installed.
 */
import './only-loopback.ts';
import { createRequire } from 'node:module';

/** A package, or a file of one, that is an ES module. */
export const load = async <Module>(name: string): Promise<Module> => (await import(/* @vite-ignore */ name)) as Module;

/** A package, or a file of one, in the older form. */
export const loadOlder = <Module>(name: string): Module => createRequire(import.meta.url)(name) as Module;
