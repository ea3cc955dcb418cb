/** An operating-system user under whom PostgreSQL runs. */
export interface OsUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}
