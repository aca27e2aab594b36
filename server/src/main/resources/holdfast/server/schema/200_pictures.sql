-- Pictures. What is stored is what the server encoded, not what was uploaded. The name is the hash
-- of the upload, so that the same upload is the same picture, and an address never changes what it
-- shows.

CREATE TABLE picture (
    workspace text COLLATE "C" NOT NULL,
    picture   text COLLATE "C" NOT NULL,
    format    text COLLATE "C" NOT NULL,
    width     integer          NOT NULL,
    height    integer          NOT NULL,
    made_at   timestamptz      NOT NULL,
    made_by   text             NOT NULL,
    CONSTRAINT picture_once PRIMARY KEY (workspace, picture),
    CONSTRAINT picture_format_known CHECK (format IN ('jpg', 'png')),
    CONSTRAINT picture_has_an_area CHECK (width > 0 AND height > 0)
);

-- The same picture in one width. The largest one has the width that the picture's row names.
CREATE TABLE picture_size (
    workspace text COLLATE "C" NOT NULL,
    picture   text COLLATE "C" NOT NULL,
    width     integer          NOT NULL,
    content   bytea            NOT NULL,
    CONSTRAINT picture_size_once PRIMARY KEY (workspace, picture, width),
    CONSTRAINT picture_size_picture_known FOREIGN KEY (workspace, picture)
        REFERENCES picture (workspace, picture) ON DELETE CASCADE
);

-- JPEG and PNG do not get smaller by compressing them again.
ALTER TABLE picture_size ALTER COLUMN content SET STORAGE EXTERNAL;
