/**
 * zod, told how to work before the first schema is made; everything takes it from here. By itself it writes a function for
 * each schema as text and has it compiled at its first use: that takes some five times as long as looking at the value does,
 * and the window's Content Security Policy refuses it.
 */
import { config, z } from 'zod';

config({ jitless: true });

export { z };
