-- The ledger and the budgets of all gateways. Times are seconds since 1970, digests 64 bits.
CREATE TABLE seals(name text PRIMARY KEY, value bigint NOT NULL, mac bytea NOT NULL);
CREATE TABLE chains(chain bigint PRIMARY KEY, started bigint NOT NULL, node text NOT NULL, entries bigint NOT NULL, head bytea NOT NULL, seal bytea NOT NULL);
CREATE TABLE names(id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE accounts(account bigint PRIMARY KEY, kind bigint NOT NULL, caller bigint NOT NULL REFERENCES names, since bigint NOT NULL);
CREATE TABLE ledger(
    chain bigint NOT NULL, number bigint NOT NULL, at bigint NOT NULL, kind bigint NOT NULL, request bigint NOT NULL,
    caller bigint NOT NULL, tier bigint NOT NULL, route bigint NOT NULL, policy bigint NOT NULL, outcome bigint NOT NULL,
    detail text NOT NULL, accounts bytea NOT NULL, subjects bytea NOT NULL, own bigint NOT NULL, mac bytea NOT NULL,
    PRIMARY KEY(chain, number));
CREATE INDEX ledger_by_caller ON ledger(caller, at);
CREATE INDEX ledger_steps ON ledger(at) WHERE kind >= 3;

-- When each subject was delivered to each account last. The time is in no index, so that it is updated in place.
CREATE TABLE received(subject bigint NOT NULL, account bigint NOT NULL, at bigint NOT NULL, PRIMARY KEY(subject, account)) WITH (fillfactor = 80);
CREATE INDEX received_by_account ON received(account);

-- How many subjects count in each window of an account: one place each in seconds, present and spent, and 65 in ring: one number for each
-- sub-bucket, of which spent is the sum. All windows of an account stand in one row and are charged together, also those that the policy of
-- the gateway that charges does not name (used: when one did last; after its own length a window is dropped).
CREATE TABLE windows(
    account bigint PRIMARY KEY, seconds bigint[] NOT NULL, present bigint[] NOT NULL, spent bigint[] NOT NULL, used bigint[] NOT NULL, ring int[] NOT NULL) WITH (fillfactor = 50);
CREATE TYPE window_state AS (present bigint, spent bigint, ring int[]);

-- Gateways that take shares of budgets in advance. What one of them may have delivered counts until it has left every window, even if
-- nobody hears of it any more: it stops by itself when its lease ends. run: of the process that has it.
CREATE TABLE lessees(lessee bigint PRIMARY KEY, node text NOT NULL, run bigint NOT NULL, epoch bigint NOT NULL, expires bigint NOT NULL, entries bigint NOT NULL);
CREATE TABLE leases(account bigint NOT NULL, seconds bigint NOT NULL, lessee bigint NOT NULL REFERENCES lessees, share bigint NOT NULL, PRIMARY KEY(account, seconds, lessee));
CREATE INDEX leases_by_lessee ON leases(lessee);

-- Entries of the files of gateways that were carried over: what left while this server was away.
CREATE TABLE carried(journal bigint PRIMARY KEY, entries bigint NOT NULL, mac bytea NOT NULL);

-- Held while something is charged or changed: gateways take turns, and none waits for another that waits for it. The number is that of the
-- migrations.
CREATE FUNCTION take_turn() RETURNS void LANGUAGE sql VOLATILE AS $$ SELECT pg_advisory_xact_lock(1346980167) $$;

CREATE FUNCTION wall_clock() RETURNS bigint LANGUAGE sql VOLATILE AS $$ SELECT floor(extract(epoch FROM clock_timestamp()))::bigint $$;

-- The time of the store. It never goes back: when the wall clock is set back, what was charged last must not seem to lie ahead. It waits up to a day
-- for a clock to be put right again, since time that passed twice would hand out a budget twice, and goes on from where it was behind that.
CREATE TABLE clock(value bigint NOT NULL, wall bigint NOT NULL);
CREATE FUNCTION clock_at(p_value bigint, p_wall bigint, p_now bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN p_now >= p_value THEN p_now WHEN p_value - p_now <= 86400 THEN p_value ELSE p_value + greatest(0, p_now - p_wall) END
$$;
CREATE FUNCTION store_clock() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    now bigint := wall_clock();
    latest clock;
BEGIN
    SELECT * INTO latest FROM clock;
    IF latest IS NULL THEN
        INSERT INTO clock VALUES(now, now);
        RETURN now;
    END IF;
    IF latest.wall <> now THEN
        latest.value := clock_at(latest.value, latest.wall, now);
        UPDATE clock SET value = latest.value, wall = now;
    END IF;
    RETURN latest.value;
END $$;

-- A window as it is now: what is too old no longer counts. One that is not kept is counted from what was received.
CREATE FUNCTION window_now(kept windows, p_account bigint, p_seconds bigint, p_now bigint) RETURNS window_state LANGUAGE plpgsql AS $$
DECLARE
    bucket bigint := greatest(1, (p_seconds + 63) / 64);
    size bigint := (p_seconds + bucket - 1) / bucket + 1;
    k int := array_position(kept.seconds, p_seconds);
    w window_state;
    place bigint;
    counted record;
BEGIN
    IF k IS NULL THEN
        w := (p_now / bucket, 0, array_fill(0, ARRAY[65]));
        IF EXISTS (SELECT FROM accounts WHERE account = p_account) THEN
            FOR counted IN
                SELECT at / bucket AS sub, count(*) AS n FROM received WHERE account = p_account AND at / bucket + size > w.present GROUP BY at / bucket
            LOOP
                w.ring[counted.sub % size + 1] := counted.n;
                w.spent := w.spent + counted.n;
            END LOOP;
        END IF;
        RETURN w;
    END IF;
    w := (kept.present[k], kept.spent[k], kept.ring[(k - 1) * 65 + 1 : k * 65]);
    IF w.present < p_now / bucket THEN
        FOR step IN 1 .. least(p_now / bucket - w.present, size) LOOP
            place := (p_now / bucket - step + 1) % size + 1;
            w.spent := w.spent - w.ring[place];
            w.ring[place] := 0;
        END LOOP;
        w.present := p_now / bucket;
    END IF;
    RETURN w;
END $$;

-- What is spent of a window that was charged here.
CREATE FUNCTION spent_now(p_account bigint, p_seconds bigint, p_now bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    kept windows;
BEGIN
    SELECT * INTO kept FROM windows WHERE account = p_account;
    RETURN (window_now(kept, p_account, p_seconds, p_now)).spent;
END $$;

-- Accounts whose windows do not hold what was received.
CREATE FUNCTION wrong_windows() RETURNS TABLE(account bigint) LANGUAGE sql STABLE AS $$
    SELECT DISTINCT w.account
    FROM windows w CROSS JOIN LATERAL unnest(w.seconds, w.present, w.spent) WITH ORDINALITY x(seconds, present, spent, k)
    CROSS JOIN LATERAL (SELECT greatest(1, (x.seconds + 63) / 64) AS bucket) b
    CROSS JOIN LATERAL (SELECT (x.seconds + b.bucket - 1) / b.bucket + 1 AS size) s
    WHERE x.spent <> (SELECT count(*) FROM received r WHERE r.account = w.account AND r.at / b.bucket + s.size > x.present)
        OR x.spent <> (SELECT sum(n) FROM unnest(w.ring[(x.k - 1) * 65 + 1 : x.k * 65]) n)
$$;

-- When the shares of a lease that ends are nobody's any more. Windows are rounded up to whole buckets, and one more.
CREATE FUNCTION lease_is_over(p_expires bigint, p_seconds bigint, p_now bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT p_expires + p_seconds + 2 * ((p_seconds + 63) / 64) + 2 <= p_now $$;

-- What lessees hold of a quota, but for one of them.
CREATE FUNCTION leased(p_account bigint, p_seconds bigint, p_now bigint, p_lessee bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(l.share), 0)::bigint FROM leases l JOIN lessees n USING (lessee)
    WHERE l.account = p_account AND l.seconds = p_seconds AND l.lessee <> p_lessee AND NOT lease_is_over(n.expires, p_seconds, p_now)
$$;

-- Begins a lease or goes on with it. Of one that had ended a new epoch begins: what was asked for in the old one is not given. The file of a
-- lessee must be the one that was used last, and in one place only.
CREATE FUNCTION renew(p_lessee bigint, p_node text, p_run bigint, p_begins boolean, p_entries bigint, p_seconds bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    now bigint;
    present lessees;
BEGIN
    PERFORM take_turn();
    now := store_clock();
    SELECT * INTO present FROM lessees WHERE lessee = p_lessee;
    IF present IS NULL OR present.expires < now + p_seconds - 10 THEN -- in rounds, and not with each ask
        DELETE FROM leases l USING lessees n WHERE n.lessee = l.lessee AND n.expires < now AND lease_is_over(n.expires, l.seconds, now);
    END IF;
    IF present IS NULL AND NOT p_begins THEN
        RAISE EXCEPTION 'the lease of this gateway is not known any more' USING HINT = 'the database was put back, perhaps: start the gateway again';
    END IF;
    IF present IS NULL THEN
        INSERT INTO lessees VALUES(p_lessee, p_node, p_run, 1, now + p_seconds, p_entries);
        RETURN 1;
    END IF;
    IF present.run <> p_run AND (NOT p_begins OR present.node <> p_node AND present.expires >= now) THEN
        RAISE EXCEPTION 'the file of this gateway is in use at "%"', present.node USING HINT = 'a copy of a file must not be used beside it';
    END IF;
    IF present.entries > p_entries THEN
        RAISE EXCEPTION 'the file of this gateway was put back to an earlier state: it has % entries, and had %', p_entries, present.entries
            USING HINT = 'what was delivered since would be forgotten; move it away, so that a new one is begun, which gets what is left';
    END IF;
    UPDATE lessees SET epoch = epoch + CASE WHEN expires < now THEN 1 ELSE 0 END, expires = now + p_seconds, node = p_node, run = p_run, entries = p_entries
    WHERE lessee = p_lessee RETURNING epoch INTO present.epoch;
    RETURN present.epoch;
END $$;

-- Ends a lease: its file may be used elsewhere at once. What was delivered counts as before.
CREATE FUNCTION end_lease(p_lessee bigint, p_run bigint, p_entries bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM take_turn();
    UPDATE lessees SET expires = least(expires, store_clock() - 1), entries = p_entries WHERE lessee = p_lessee AND run = p_run;
END $$;

-- Sets the shares of a lessee: as many as it wants where so many are left, at the least those it cannot give back. Only what is given back
-- lowers a share: an ask was made when the share was smaller, perhaps. Returns as many as may be delivered: fewer than the share where a limit
-- was lowered, and all together hold more. Null: the lease has ended.
CREATE FUNCTION lease(p_lessee bigint, p_epoch bigint, q_account bigint[], q_seconds bigint[], q_count bigint[], q_least bigint[], q_want bigint[], q_is_back boolean[])
RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    now bigint;
    shares bigint[] := '{}';
    share bigint;
    room bigint;
BEGIN
    PERFORM take_turn();
    now := store_clock();
    IF NOT EXISTS (SELECT FROM lessees WHERE lessee = p_lessee AND epoch = p_epoch AND expires >= now) THEN
        RETURN NULL;
    END IF;
    FOR i IN 1 .. cardinality(q_account) LOOP
        room := q_count[i] - leased(q_account[i], q_seconds[i], now, p_lessee) - spent_now(q_account[i], q_seconds[i], now);
        share := greatest(
            q_least[i],
            CASE WHEN q_is_back[i] THEN 0 ELSE (SELECT l.share FROM leases l WHERE l.account = q_account[i] AND l.seconds = q_seconds[i] AND l.lessee = p_lessee) END,
            least(q_want[i], room));
        shares := shares || least(share, greatest(0, room));
        IF share > 0 THEN
            INSERT INTO leases VALUES(q_account[i], q_seconds[i], p_lessee, share) ON CONFLICT (account, seconds, lessee) DO UPDATE SET share = excluded.share;
        ELSE
            DELETE FROM leases WHERE account = q_account[i] AND seconds = q_seconds[i] AND lessee = p_lessee;
        END IF;
    END LOOP;
    RETURN shares;
END $$;

-- Charges a delivery at all its levels in one step: all subjects, or none, or where that is asked for those that fit.
-- One quota for each place of q_account, q_seconds and q_count, level by level; the subjects are distinct.
-- exceeded: the first quota that was too small, from 1; fresh: charged and new to the first level; spent, present, ring: of each quota,
-- afterwards, the ring as 65 numbers.
CREATE FUNCTION charge(
    q_account bigint[], q_seconds bigint[], q_count bigint[], subjects bigint[], partly boolean, forced boolean,
    OUT at bigint, OUT exceeded int, OUT granted bigint[], OUT fresh bigint[], OUT spent bigint[], OUT present bigint[], OUT ring int[])
LANGUAGE plpgsql AS $$
DECLARE
    asked int := coalesce(array_length(q_account, 1), 0);
    quotas int := 0; -- those that are asked for, and the other windows of their accounts
    acc bigint[] := '{}'; -- account, and length, of each
    sec bigint[] := '{}';
    uses bigint[] := '{}';
    places int[] := '{}'; -- in the question; null: of another policy
    kept windows;
    w window_state;
    ws window_state[] := '{}';
    buckets bigint[] := '{}';
    sizes bigint[] := '{}';
    lasts bigint[]; -- when each was delivered at the level of each quota; -1: it does not count there
    room bigint[] := '{}';
    held bigint[] := '{}'; -- by gateways that lease
    are_leases boolean;
    added bigint;
    last bigint;
    fits boolean;
    longest int := 1;
    first int := 1;
    all_present bigint[] := '{}';
    all_spent bigint[] := '{}';
    all_ring int[] := '{}';
BEGIN
    PERFORM take_turn();
    at := store_clock();
    are_leases := EXISTS (SELECT FROM leases);
    granted := '{}';
    fresh := '{}';
    spent := '{}';
    present := '{}';
    ring := '{}';

    FOR p IN 1 .. asked LOOP
        IF p = 1 OR q_account[p] <> q_account[p - 1] THEN
            SELECT * INTO kept FROM windows WHERE account = q_account[p];
            first := p;
        END IF;
        quotas := quotas + 1;
        acc[quotas] := q_account[p];
        sec[quotas] := q_seconds[p];
        uses[quotas] := at;
        places[quotas] := p;
        ws[quotas] := window_now(kept, q_account[p], q_seconds[p], at);
        held[quotas] := CASE WHEN are_leases THEN leased(q_account[p], q_seconds[p], at, 0) ELSE 0 END;
        room[quotas] := q_count[p] - ws[quotas].spent - held[quotas];
        IF q_account[p] = q_account[1] AND q_seconds[p] > sec[longest] THEN
            longest := quotas;
        END IF;
        IF (p = asked OR q_account[p + 1] <> q_account[p]) AND cardinality(kept.seconds) > 0 AND kept.seconds <> q_seconds[first : p] THEN
            FOR k IN 1 .. cardinality(kept.seconds) LOOP
                IF kept.seconds[k] <> ALL (q_seconds[first : p]) AND kept.used[k] + kept.seconds[k] > at THEN
                    quotas := quotas + 1;
                    acc[quotas] := q_account[p];
                    sec[quotas] := kept.seconds[k];
                    uses[quotas] := kept.used[k];
                    places[quotas] := NULL;
                    ws[quotas] := window_now(kept, q_account[p], kept.seconds[k], at);
                    held[quotas] := 0;
                    room[quotas] := 9223372036854775807;
                END IF;
            END LOOP;
        END IF;
    END LOOP;
    FOR i IN 1 .. quotas LOOP
        buckets[i] := greatest(1, (sec[i] + 63) / 64);
        sizes[i] := (sec[i] + buckets[i] - 1) / buckets[i] + 1;
    END LOOP;
    lasts := array_fill(-1::bigint, ARRAY[quotas * cardinality(subjects)]);

    FOR j IN 0 .. cardinality(subjects) - 1 LOOP
        FOR i IN 1 .. quotas LOOP
            IF i = 1 OR acc[i] <> acc[i - 1] THEN
                SELECT r.at INTO last FROM received r WHERE r.subject = subjects[j + 1] AND r.account = acc[i];
            END IF;
            IF last / buckets[i] + sizes[i] > ws[i].present THEN
                lasts[j * quotas + i] := last;
            END IF;
        END LOOP;
    END LOOP;

    IF NOT forced THEN
        FOR i IN 1 .. quotas LOOP
            added := 0;
            FOR j IN 0 .. cardinality(subjects) - 1 LOOP
                IF lasts[j * quotas + i] = -1 THEN
                    added := added + 1;
                END IF;
            END LOOP;
            IF added > 0 AND added > room[i] THEN
                exceeded := places[i];
                EXIT;
            END IF;
        END LOOP;
    END IF;

    IF exceeded IS NULL OR partly THEN
        FOR j IN 0 .. cardinality(subjects) - 1 LOOP
            fits := true;
            IF exceeded IS NOT NULL THEN
                FOR i IN 1 .. quotas LOOP
                    IF lasts[j * quotas + i] = -1 AND room[i] <= 0 THEN
                        fits := false;
                        EXIT;
                    END IF;
                END LOOP;
            END IF;
            IF fits THEN
                granted := granted || subjects[j + 1];
                IF lasts[j * quotas + longest] = -1 THEN
                    fresh := fresh || subjects[j + 1];
                END IF;
                FOR i IN 1 .. quotas LOOP
                    last := lasts[j * quotas + i];
                    w := ws[i];
                    IF last = -1 THEN
                        room[i] := room[i] - 1;
                        w.spent := w.spent + 1;
                        w.ring[w.present % sizes[i] + 1] := w.ring[w.present % sizes[i] + 1] + 1;
                    ELSIF last / buckets[i] <> w.present THEN
                        w.ring[last / buckets[i] % sizes[i] + 1] := w.ring[last / buckets[i] % sizes[i] + 1] - 1;
                        w.ring[w.present % sizes[i] + 1] := w.ring[w.present % sizes[i] + 1] + 1;
                    END IF;
                    ws[i] := w;
                END LOOP;
            END IF;
        END LOOP;

    END IF;

    first := 1;
    FOR i IN 1 .. quotas LOOP
        w := ws[i];
        IF places[i] IS NOT NULL THEN
            spent := spent || w.spent + held[i];
            present := present || w.present;
            ring := ring || w.ring;
        END IF;
        IF cardinality(granted) > 0 THEN
            all_spent := all_spent || w.spent;
            all_present := all_present || w.present;
            all_ring := all_ring || w.ring;
            IF i = quotas OR acc[i + 1] <> acc[i] THEN
                UPDATE windows u SET seconds = sec[first : i], present = all_present, spent = all_spent, used = uses[first : i], ring = all_ring WHERE u.account = acc[i];
                IF NOT FOUND THEN
                    INSERT INTO windows VALUES(acc[i], sec[first : i], all_present, all_spent, uses[first : i], all_ring);
                END IF;
                INSERT INTO received AS r SELECT s, acc[i], charge.at FROM unnest(granted) s ON CONFLICT (subject, account) DO UPDATE SET at = excluded.at WHERE r.at < excluded.at;
                first := i + 1;
                all_spent := '{}';
                all_present := '{}';
                all_ring := '{}';
            END IF;
        END IF;
    END LOOP;
END $$;
