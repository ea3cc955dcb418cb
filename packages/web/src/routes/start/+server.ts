import { redirect } from '@sveltejs/kit';
import { homeOf } from '#lib/server/home.ts';
import type { RequestHandler } from './$types';

/** Leads whoever has just signed in to where their role belongs: only the next request knows who that is. */
export const GET: RequestHandler = ({ locals }) => redirect(303, homeOf(locals.session));
