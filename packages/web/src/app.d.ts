import type { PageLanguage, PageServices, PageSession } from '@doorstep/contract/page-services.ts';
import type {} from '@sveltejs/adapter-node';

declare module 'node:http' {
  interface IncomingMessage {
    /** Set on each request by the server that mounts these pages; absent where nobody did. */
    doorstep?: PageServices;
  }
}

declare global {
  namespace App {
    interface Locals {
      services: PageServices;
      session: PageSession | null;
      language: PageLanguage;
      /** Whole `Set-Cookie` lines of account answers; the hook appends each as it stands. */
      cookieLines: string[];
    }
  }
}
