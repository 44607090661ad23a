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

-- How many subjects count in each window of an account: one number for each sub-bucket in a ring, and their sum.
CREATE TABLE windows(account bigint NOT NULL, seconds bigint NOT NULL, present bigint NOT NULL, spent bigint NOT NULL, ring bigint[] NOT NULL, PRIMARY KEY(account, seconds)) WITH (fillfactor = 50);

-- Gateways that take shares of budgets in advance. What one of them may have delivered counts until it has left every window, even if
-- nobody hears of it any more: it stops by itself when its lease ends.
CREATE TABLE lessees(lessee bigint PRIMARY KEY, node text NOT NULL, epoch bigint NOT NULL, expires bigint NOT NULL, entries bigint NOT NULL);
CREATE TABLE leases(account bigint NOT NULL, seconds bigint NOT NULL, lessee bigint NOT NULL REFERENCES lessees, share bigint NOT NULL, PRIMARY KEY(account, seconds, lessee));
CREATE INDEX leases_by_lessee ON leases(lessee);

CREATE FUNCTION wall_clock() RETURNS bigint LANGUAGE sql VOLATILE AS $$ SELECT floor(extract(epoch FROM clock_timestamp()))::bigint $$;

-- The time of the store. It never goes back: a clock that is set back must not make what was charged last seem to lie ahead.
CREATE FUNCTION store_clock() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    present bigint := wall_clock();
    latest bigint;
BEGIN
    SELECT value INTO latest FROM seals WHERE name = 'clock';
    IF latest IS NULL THEN
        INSERT INTO seals VALUES('clock', present, '');
    ELSIF latest < present THEN
        UPDATE seals SET value = present WHERE name = 'clock';
    ELSE
        present := latest;
    END IF;
    RETURN present;
END $$;

-- A window as it is now: what is too old no longer counts. One that is new is counted from what was received.
CREATE FUNCTION window_now(p_account bigint, p_seconds bigint, p_now bigint) RETURNS windows LANGUAGE plpgsql AS $$
DECLARE
    bucket bigint := greatest(1, (p_seconds + 63) / 64);
    size bigint := (p_seconds + bucket - 1) / bucket + 1;
    w windows;
    place bigint;
    counted record;
BEGIN
    SELECT * INTO w FROM windows WHERE account = p_account AND seconds = p_seconds;
    IF NOT FOUND THEN
        w := (p_account, p_seconds, p_now / bucket, 0, array_fill(0::bigint, ARRAY[size::int]));
        IF EXISTS (SELECT FROM accounts WHERE account = p_account) THEN
            FOR counted IN
                SELECT at / bucket AS sub, count(*) AS n FROM received WHERE account = p_account AND at / bucket + size > w.present GROUP BY at / bucket
            LOOP
                w.ring[counted.sub % size + 1] := counted.n;
                w.spent := w.spent + counted.n;
            END LOOP;
        END IF;
    ELSIF w.present < p_now / bucket THEN
        FOR step IN 1 .. least(p_now / bucket - w.present, size) LOOP
            place := (p_now / bucket - step + 1) % size + 1;
            w.spent := w.spent - w.ring[place];
            w.ring[place] := 0;
        END LOOP;
        w.present := p_now / bucket;
    END IF;
    RETURN w;
END $$;

-- When the shares of a lease that ends are nobody's any more. Windows are rounded up by a 64th.
CREATE FUNCTION lease_is_over(p_expires bigint, p_seconds bigint, p_now bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT p_expires + p_seconds + p_seconds / 64 + 2 <= p_now $$;

-- What lessees hold of a quota, but for one of them.
CREATE FUNCTION leased(p_account bigint, p_seconds bigint, p_now bigint, p_lessee bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(l.share), 0)::bigint FROM leases l JOIN lessees n USING (lessee)
    WHERE l.account = p_account AND l.seconds = p_seconds AND l.lessee <> p_lessee AND NOT lease_is_over(n.expires, p_seconds, p_now)
$$;

-- Begins a lease or goes on with it. Of one that had ended a new epoch begins: what was asked for in the old one is not given.
CREATE FUNCTION renew(p_lessee bigint, p_node text, p_entries bigint, p_seconds bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    now bigint := store_clock();
    present lessees;
BEGIN
    SELECT * INTO present FROM lessees WHERE lessee = p_lessee;
    IF NOT FOUND THEN
        INSERT INTO lessees VALUES(p_lessee, p_node, 1, now + p_seconds, p_entries);
        RETURN 1;
    END IF;
    DELETE FROM leases WHERE lessee = p_lessee AND lease_is_over(present.expires, seconds, now);
    UPDATE lessees SET epoch = epoch + CASE WHEN expires < now THEN 1 ELSE 0 END, expires = now + p_seconds, node = p_node, entries = greatest(entries, p_entries)
    WHERE lessee = p_lessee RETURNING epoch INTO present.epoch;
    RETURN present.epoch;
END $$;

-- Sets the shares of a lessee: as many as it wants where so many are left, at the least those it cannot give back. Null: the lease has ended.
CREATE FUNCTION lease(p_lessee bigint, p_epoch bigint, q_account bigint[], q_seconds bigint[], q_count bigint[], q_least bigint[], q_want bigint[]) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    now bigint := store_clock();
    shares bigint[] := '{}';
    share bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM lessees WHERE lessee = p_lessee AND epoch = p_epoch AND expires >= now) THEN
        RETURN NULL;
    END IF;
    FOR i IN 1 .. cardinality(q_account) LOOP
        share := greatest(q_least[i], least(q_want[i], q_count[i] - leased(q_account[i], q_seconds[i], now, p_lessee) - (window_now(q_account[i], q_seconds[i], now)).spent));
        shares := shares || share;
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
-- exceeded: the first quota that was too small, from 1; spent, reset: of each quota, afterwards; fresh: charged and new to the first level.
CREATE FUNCTION charge(
    q_account bigint[], q_seconds bigint[], q_count bigint[], subjects bigint[], partly boolean, forced boolean,
    OUT at bigint, OUT exceeded int, OUT granted bigint[], OUT fresh bigint[], OUT spent bigint[], OUT reset bigint[])
LANGUAGE plpgsql AS $$
DECLARE
    quotas int := coalesce(array_length(q_account, 1), 0);
    w windows;
    ws windows[] := '{}';
    buckets bigint[] := '{}';
    sizes bigint[] := '{}';
    lasts bigint[];
    room bigint[] := '{}';
    held bigint[] := '{}'; -- by gateways that lease
    are_leases boolean := EXISTS (SELECT FROM leases);
    added bigint;
    last bigint;
    fits boolean;
    longest int := 1;
BEGIN
    at := store_clock();
    granted := '{}';
    fresh := '{}';
    spent := '{}';
    reset := '{}';

    -- A window that no policy has any more would not be counted on, and would be wrong if it came back.
    DELETE FROM windows d WHERE d.account = ANY(q_account) AND NOT EXISTS (SELECT FROM unnest(q_account, q_seconds) q(a, s) WHERE q.a = d.account AND q.s = d.seconds);
    FOR i IN 1 .. quotas LOOP
        w := window_now(q_account[i], q_seconds[i], at);
        ws[i] := w;
        buckets[i] := greatest(1, (q_seconds[i] + 63) / 64);
        sizes[i] := (q_seconds[i] + buckets[i] - 1) / buckets[i] + 1;
        held[i] := CASE WHEN are_leases THEN leased(q_account[i], q_seconds[i], at, 0) ELSE 0 END;
        room[i] := q_count[i] - w.spent - held[i];
        IF q_account[i] = q_account[1] AND q_seconds[i] > q_seconds[longest] THEN
            longest := i;
        END IF;
    END LOOP;

    -- When each subject was delivered last at the level of each quota; -1: it does not count there.
    SELECT array_agg(CASE WHEN r.at / buckets[q.i] + sizes[q.i] > at_bucket.present THEN r.at ELSE -1 END ORDER BY s.j, q.i) INTO lasts
    FROM unnest(subjects) WITH ORDINALITY s(subject, j)
    CROSS JOIN unnest(q_account) WITH ORDINALITY q(account, i)
    CROSS JOIN LATERAL (SELECT charge.at / buckets[q.i] AS present) at_bucket
    LEFT JOIN received r ON r.subject = s.subject AND r.account = q.account;

    IF NOT forced THEN
        FOR i IN 1 .. quotas LOOP
            added := 0;
            FOR j IN 0 .. cardinality(subjects) - 1 LOOP
                IF lasts[j * quotas + i] = -1 THEN
                    added := added + 1;
                END IF;
            END LOOP;
            IF added > 0 AND added > room[i] THEN
                exceeded := i;
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

        IF cardinality(granted) > 0 THEN
            INSERT INTO windows SELECT u.account, u.seconds, u.present, u.spent, u.ring FROM unnest(ws) u
            ON CONFLICT (account, seconds) DO UPDATE SET present = excluded.present, spent = excluded.spent, ring = excluded.ring;
            INSERT INTO received AS r SELECT s, a, charge.at FROM unnest(granted) s CROSS JOIN (SELECT DISTINCT a FROM unnest(q_account) a) accounts
            ON CONFLICT (subject, account) DO UPDATE SET at = excluded.at WHERE r.at < excluded.at;
        END IF;
    END IF;

    FOR i IN 1 .. quotas LOOP
        w := ws[i];
        spent[i] := w.spent + held[i];
        reset[i] := q_seconds[i];
        FOR step IN 1 .. sizes[i] LOOP
            IF w.present - sizes[i] + step >= 0 AND w.ring[(w.present - sizes[i] + step) % sizes[i] + 1] > 0 THEN
                reset[i] := (w.present + step) * buckets[i] - at;
                EXIT;
            END IF;
        END LOOP;
    END LOOP;
END $$;
