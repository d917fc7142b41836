/** A bounded set; the least recently used member goes first. */
export class Recent {
  private readonly members = new Set<string>();

  /** @param maxMembers how many it keeps */
  constructor(private readonly maxMembers: number) {}

  has(member: string): boolean {
    if (!this.members.delete(member)) return false;
    this.members.add(member);
    return true;
  }

  add(member: string): void {
    this.members.add(member);
    for (const oldest of this.members) {
      if (this.members.size <= this.maxMembers) return;
      this.members.delete(oldest);
    }
  }
}
