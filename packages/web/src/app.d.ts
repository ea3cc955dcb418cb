import type { PageLanguage, PageServices, PageSession } from '@doorstep/contract/page-services.ts';
import type {} from '@sveltejs/adapter-node';
import type { Appearance } from '#lib/server/appearance.ts';

declare module 'node:http' {
  interface IncomingMessage {
    /** Set on each request by the server that mounts these pages; absent where nobody did. */
    doorstep?: PageServices;
  }
}

declare global {
  /** Where the driver's app lies, built just before these pages (build.ts). */
  const driverAppFile: string;
  namespace App {
    interface Locals {
      services: PageServices;
      session: PageSession | null;
      language: PageLanguage;
      /** Light or dark as chosen on this browser; null: as the system has it. */
      appearance: Appearance | null;
      /** Whole `Set-Cookie` lines of account answers; the hook appends each as it stands. */
      cookieLines: string[];
    }
  }
}
