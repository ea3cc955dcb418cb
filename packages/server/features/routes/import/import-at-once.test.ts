// What an import does beside drivers who start, accounts that are bound, and servers that listen.
import { sql } from 'kysely';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { routesImportedChannel } from '../../../db/channels.ts';
import { waitingForLocks } from '../../../db/test-database.ts';
import { bytesOf, csvOf, goodRow, secondRow } from './example-files.ts';
import { importRoutes } from './import-routes.ts';
import { bound, database, deps, germanOf, importCsv, now, parcels, useTestDatabase } from './stored-import.testdata.ts';

useTestDatabase();

const onOtherRoute = { ...secondRow, route: 'B-08', stop: '1', van: 'B-DS 108', driver: 'Kim Roth' };

describe('an import while a driver starts', () => {
  it('leaves the parcels of that route where they are, also those it would move to another', async () => {
    await importCsv([goodRow, secondRow]);
    const starting = await database.db.startTransaction().execute();
    await starting.selectFrom('routes').select('id').where('reference', '=', 'B-07').forUpdate().execute();
    const moving = importCsv([onOtherRoute]);
    await expect.poll(() => waitingForLocks(database.db)).toBe(1);
    await starting
      .updateTable('routes')
      .set({ phase: 'started', started_at: new Date(now) })
      .where('reference', '=', 'B-07')
      .execute();
    await starting.updateTable('parcels').set({ state: 'on_its_way' }).execute();
    await starting.commit().execute();
    expect(germanOf(await moving)).toEqual([
      [2, 'parcel', 'Dieses Paket ist auf der laufenden Tour B-07; richtig wäre, sie erst zu beenden.'],
    ]);
    expect(await parcels()).toMatchObject([
      { number: 'P-1', route: 'B-07', state: 'on_its_way' },
      { number: 'P-2', route: 'B-07', state: 'on_its_way' },
    ]);
  });

  it('that ends in a deadlock is done again, and its problems are named once', async () => {
    const { db } = database;
    await importCsv([goodRow, secondRow]);
    const gate = await db.startTransaction().execute();
    await gate.selectFrom('routes').select('id').forUpdate().execute();
    const other = await db.startTransaction().execute();
    // So that PostgreSQL breaks the deadlock by ending the import.
    await sql`set local deadlock_timeout = '10min'`.execute(other);
    await other.updateTable('parcels').set({ state: 'delivered' }).where('parcel_number', '=', 'P-2').execute();

    const importing = importCsv([goodRow, secondRow]);
    await expect.poll(() => waitingForLocks(db)).toBe(1);
    const finishing = sql`select pg_advisory_xact_lock(hashtext('doorstep.import'))`.execute(other);
    await expect.poll(() => waitingForLocks(db)).toBe(2);
    await gate.commit().execute();
    await finishing;
    await other.commit().execute();

    const report = await importing;
    expect(report.routes).toEqual({ new: 0, updated: 1, skipped: 0 });
    expect(germanOf(report)).toEqual([
      [3, 'parcel', 'Dieses Paket ist nicht mehr zuzustellen (zugestellt); richtig wäre eine Tour ohne es.'],
    ]);
  });
});

describe('a buyer who becomes known later', () => {
  it('is bound to the whole order, also to what came with an earlier file', async () => {
    const buyer = { order: 'O-1', recipient_name: 'Jonas Weiß' };
    await importCsv([goodRow, { ...secondRow, ...buyer }]);
    const all = (await parcels()).map(({ consignment }) => consignment);
    expect(new Set(all).size).toBe(2);
    bound.length = 0;
    await importCsv([{ ...onOtherRoute, ...buyer, parcel: 'P-3', buyer_email: 'buyer@example.org' }]);
    expect(bound).toEqual(expect.arrayContaining(all));
  });

  it('is known also where only a later line of the file names the buyer', async () => {
    await importCsv([goodRow]);
    await importCsv([goodRow, { ...secondRow, order: 'O-1', buyer_email: 'buyer@example.org' }]);
    const orders = await database.db.selectFrom('orders').select('buyer_email').execute();
    expect(orders).toEqual([{ buyer_email: 'buyer@example.org' }]);
  });

  it('is the buyer at that merchant, not of another’s order with the same number', async () => {
    const other = { ...secondRow, order: 'O-1', merchant: 'Teehaus' };
    await importCsv([goodRow, other]);
    await importCsv([{ ...goodRow, buyer_email: 'buyer@example.org' }, other]);
    const orders = await database.db
      .selectFrom('orders')
      .innerJoin('merchants', 'merchants.id', 'orders.merchant_id')
      .select(['merchants.name', 'buyer_email'])
      .orderBy('merchants.name')
      .execute();
    expect(orders).toEqual([
      { name: 'Buchladen Morgen', buyer_email: 'buyer@example.org' },
      { name: 'Teehaus', buyer_email: null },
    ]);
  });
});

describe('servers that run', () => {
  /** How often they were told while `work` was done. */
  async function timesTold(work: () => Promise<unknown>): Promise<number> {
    const listener = new pg.Client({ connectionString: database.url });
    await listener.connect();
    let told = 0;
    const ended = new Promise<void>((resolve) => {
      listener.on('notification', ({ payload }) => {
        if (payload === 'end') resolve();
        else told += 1;
      });
    });
    await listener.query(`listen ${routesImportedChannel}`);
    await work();
    await database.pool.query('select pg_notify($1, $2)', [routesImportedChannel, 'end']);
    await ended;
    await listener.end();
    return told;
  }

  it('hear of each route once it is stored, and of none in a dry run', async () => {
    expect(await timesTold(() => importCsv([goodRow, onOtherRoute], { dryRun: true }))).toBe(0);
    expect(await timesTold(() => importCsv([goodRow, onOtherRoute]))).toBe(2);
  });

  it('hear of a route that was stored before the import failed', async () => {
    let routes = 0;
    const bindConsignments = async () => {
      routes += 1;
      if (routes === 2) throw new Error('the database went away');
    };
    const failing = async () => {
      const file = { bytes: bytesOf(csvOf([goodRow, onOtherRoute])), fileName: 'r.csv', dryRun: false };
      await expect(importRoutes({ ...deps, bindConsignments }, file)).rejects.toThrow('went away');
    };
    expect(await timesTold(failing)).toBe(1);
    expect((await parcels()).map(({ number }) => number)).toEqual(['P-1']);
  });
});
